const DIRECTIVES = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "worker-src": "'self'",
  "connect-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self' blob:",
  "font-src": "'self'",
  "manifest-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
};

/**
 * The page's content security policy: a browser then lets it load its own files and connect to
 * nothing else.
 *
 * @example
 * ```ts
 * import { CONTENT_SECURITY_POLICY } from "./security_policy.ts";
 * CONTENT_SECURITY_POLICY.includes("default-src 'none'"); // true
 * ```
 */
export const CONTENT_SECURITY_POLICY: string = Object.entries(DIRECTIVES)
  .map((directive) => directive.join(" ")).join("; ");

/**
 * Headers of everything that the page is made of: the policy, and isolation from other sites,
 * without which browsers give WebAssembly no threads.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": `${CONTENT_SECURITY_POLICY}; frame-ancestors 'none'`,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
};
