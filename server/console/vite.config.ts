import { defineConfig, type Plugin } from "vite";

/** Names all files that were made, a line each: the server serves those and no others. */
const files: Plugin = {
  name: "files",
  enforce: "post",
  generateBundle(_options, bundle) {
    const source = `${Object.keys(bundle).sort().join("\n")}\n`;
    this.emitFile({ type: "asset", fileName: "files.txt", source });
  },
};

export default defineConfig({
  root: "src/main/web",
  base: "/console/",
  publicDir: false,
  cacheDir: "../../../target/vite",
  // One copy, for the generated reader of receipts that lies in the Node client, too.
  resolve: { dedupe: ["@bufbuild/protobuf"] },
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    target: "es2022",
    emptyOutDir: true,
    // Nothing is inlined, so that the policy can forbid whatever is inline.
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: false,
    reportCompressedSize: false,
  },
  plugins: [files],
});
