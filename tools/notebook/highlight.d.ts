/** What is used of highlight.js; its own types bring the browser's globals into every file. */
declare const hljs: {
  getLanguage(name: string): unknown;
  highlight(code: string, options: { language: string }): { value: string };
};
export default hljs;
