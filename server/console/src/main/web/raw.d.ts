/** Files that are kept as the text that they are. */
declare module "*?raw" {
  const text: string;
  export default text;
}
