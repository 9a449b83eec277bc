import assert from "node:assert/strict";
import {
  basename,
  dirname,
  extname,
  fromFileUrl,
  join,
  relative,
  resolve,
  toFileUrl,
} from "@std/path";

// The expected values are those of the documentation of @std/path 1.1 on POSIX systems.
Deno.test("@std/path joins, splits and relates paths as documented", () => {
  assert.equal(join("/foo", "bar", "baz/quux", "garply", ".."), "/foo/bar/baz/quux");
  assert.equal(basename("/home/user/image.ext"), "image.ext");
  assert.equal(basename("/home/user/image.ext", ".ext"), "image");
  assert.equal(dirname("/home/user/Documents/image.png"), "/home/user/Documents");
  assert.equal(extname("/home/user/Documents/file.ts"), ".ts");
  assert.equal(relative("/data/test/aaa", "/data/impl/bbb"), "../../impl/bbb");
  assert.equal(resolve("/foo/bar", "./baz"), "/foo/bar/baz");
});

Deno.test("@std/path converts file URLs as documented", () => {
  assert.equal(fromFileUrl("file:///home/foo"), "/home/foo");
  assert.equal(fromFileUrl(new URL("file:///home/a%20b")), "/home/a b");
  assert.equal(toFileUrl("/home/foo bar").href, "file:///home/foo%20bar");
  assert.throws(() => toFileUrl("foo"), TypeError);
});
