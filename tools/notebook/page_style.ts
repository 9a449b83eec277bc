/** The style of an exported notebook: light and dark, readable on paper and on a phone. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --text: light-dark(#1f2328, #e6e8eb); --quiet: light-dark(#5b6470, #9aa4b0);
  --page: light-dark(#ffffff, #16191d); --code: light-dark(#f6f7f9, #1f242a);
  --line: light-dark(#d9dde2, #343b43); --link: light-dark(#0b5cad, #7cb7ff);
  --bad: light-dark(#fdecec, #3a1f21); --keyword: light-dark(#8a3ab9, #c99bf0);
  --string: light-dark(#20703c, #86cf9c); --number: light-dark(#a5480b, #f0a877);
  --name: light-dark(#0b5cad, #7cb7ff);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main, footer { max-width: 60rem; margin: 0 auto; padding: 0 1.2rem; }
main { padding-top: 1.5rem; }
a { color: var(--link); }
h1, h2, h3 { line-height: 1.25; margin: 1.6em 0 .5em; }
h1 { font-size: 1.9rem; margin-top: .4em; } h2 { font-size: 1.4rem; }
nav { font-size: .9rem; color: var(--quiet); border-left: 3px solid var(--line); padding-left: 1rem; }
nav summary { cursor: pointer; } nav ul { margin: .4em 0; padding-left: 1.1rem; }
pre, code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .86em; }
p code, li code, td code { background: var(--code); padding: .1em .35em; border-radius: 4px; }
pre { margin: 0; overflow-x: auto; line-height: 1.5; white-space: pre; }
.source, .text > pre { background: var(--code); border: 1px solid var(--line); border-radius: 6px;
  padding: .7rem .9rem; margin: .9rem 0 .3rem; }
.prompt { color: var(--quiet); font-size: .75rem; float: right; margin-left: 1rem; }
.run { color: var(--quiet); font-size: .85rem; overflow-wrap: anywhere; margin: .4em 0; }
.output { margin: .5rem 0 .9rem; overflow-x: auto; max-width: 100%; }
.stream { border-left: 3px solid var(--line); padding: .1rem 0 .1rem .8rem; max-height: 32rem;
  overflow: auto; }
.stream pre, .plain { white-space: pre-wrap; overflow-wrap: anywhere; }
.error { background: var(--bad); border-radius: 6px; padding: .7rem .9rem; }
.error pre { white-space: pre-wrap; }
.paper { color-scheme: light; background: #fff; color: #1f2328; border-radius: 6px; padding: .4rem;
  display: inline-block; max-width: 100%; }
img, svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; margin: .6rem 0; font-size: .92em; }
th, td { padding: .28rem .7rem; border-bottom: 1px solid var(--line); text-align: left; }
th { font-weight: 600; } td { font-variant-numeric: tabular-nums; }
blockquote { margin: 1em 0; padding-left: 1rem; border-left: 3px solid var(--line);
  color: var(--quiet); }
footer { color: var(--quiet); font-size: .85rem; border-top: 1px solid var(--line);
  margin-top: 3rem; padding-top: 1rem; padding-bottom: 2rem; }
.hljs-keyword, .hljs-literal { color: var(--keyword); }
.hljs-string, .hljs-regexp { color: var(--string); }
.hljs-number { color: var(--number); } .hljs-title, .hljs-built_in { color: var(--name); }
.hljs-comment { color: var(--quiet); font-style: italic; }
@media print { .source, .output { break-inside: avoid; } nav { display: none; } }
`;
