/**
 * Rewrites wasm-vips's code so that it needs no `eval`: a page whose content security policy
 * forbids that can then run it.
 *
 * Its C++ bindings (Emscripten's embind) compile two kinds of small functions from text. Closures
 * do the same, a little slower. Built with Emscripten's `-sDYNAMIC_EXECUTION=0` it would not need
 * this (https://github.com/kleisauke/wasm-vips, version 0.0.19).
 *
 * @param code Text of `vips-es6.js`.
 * @returns Text to serve instead.
 * @throws {Error} Where the code is not the one that is known here.
 *
 * @example
 * ```ts ignore
 * import { vipsWithoutEval } from "./vips_without_eval.ts";
 * vipsWithoutEval(await Deno.readTextFile("node_modules/wasm-vips/lib/vips-es6.js"));
 * ```
 */
export function vipsWithoutEval(code: string): string {
  for (const [found, replacement] of REPLACEMENTS) {
    if (code.split(found).length !== 2) {
      throw new Error(
        `Cannot build the page: wasm-vips's code has changed (no "${found}"); ` +
          "fit app/build/vips_without_eval.ts to its version",
      );
    }
    code = code.replace(found, () => replacement);
  }
  return `${code}\n${craftInvoker}\n${craftCaller}\n`;
}

const REPLACEMENTS = [
  [
    '(new Function(v,n+"}\\n"))(...d)',
    "craftInvoker(v,d,{hasThis:c,hasDestructors:h,savesStack:l,returns:m})",
  ],
  [
    "(new Function(Object.keys(h),l))(...Object.values(h))",
    "craftCaller(c,{readers:g,toValue:Y,toName:th,finish:b.kb?void 0:(d,v)=>rh(e,d,v)})",
  ],
];

// Names are those that embind gives the parameters of the text it would compile.
type Crafted = Record<string, (...args: unknown[]) => unknown>;

/** Calls a C++ function: converts `this`, the arguments and the outcome, and cleans up. */
function craftInvoker(
  names: string[],
  values: Crafted[string][],
  { hasThis, hasDestructors, savesStack, returns }: Record<string, boolean>,
): unknown {
  const f = Object.fromEntries(names.map((name, i) => [name, values[i]]));
  const arity = names.filter((name) => /^toArg\d+Wire$/.test(name)).length;
  return function (this: unknown, ...args: unknown[]) {
    const destructors = hasDestructors ? [] : null;
    const wired: unknown[] = [];
    const self: unknown[] = [];
    let result: unknown;
    const stack = savesStack ? f.stackSave() : undefined;
    try {
      if (hasThis) self.push(f.toClassParamWire(destructors, this));
      for (let i = 0; i < arity; i++) wired.push(f[`toArg${i}Wire`](destructors, args[i]));
      result = f.invoker(f.fn, ...self, ...wired);
    } finally {
      if (savesStack) f.stackRestore(stack);
    }
    if (hasDestructors) f.runDestructors(destructors);
    else {
      f.thisWired_dtor?.(self[0]);
      wired.forEach((value, i) => f[`arg${i}Wired_dtor`]?.(value));
    }
    return returns ? f.fromRetWire(result) : undefined;
  };
}

/** Calls a JavaScript function, method (1) or constructor (2) for C++, or casts a value (3). */
function craftCaller(
  kind: number,
  { readers, toValue, toName, finish }: {
    readers: ((pointer: number) => unknown)[];
    toValue: (handle: number) => never;
    toName: (handle: number) => string;
    finish?: (destructors: number, value: unknown) => unknown;
  },
): unknown {
  return (handle: number, name: number, destructors: number, pointer: number) => {
    const values = readers.map((read, i) => read(pointer + 8 * i));
    let result: unknown;
    if (kind === 0) result = (toValue(handle) as Crafted[string])(...values);
    else if (kind === 1) result = (toValue(handle) as Crafted)[toName(name)](...values);
    else if (kind === 2) {
      result = new (toValue(handle) as new (...args: unknown[]) => unknown)(...values);
    } else result = values.at(-1);
    return finish ? finish(destructors, result) : result;
  };
}
