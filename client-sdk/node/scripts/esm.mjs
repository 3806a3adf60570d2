// Gives the package's doors to `import`. There is one implementation behind both kinds of modules,
// so that an error is an instance of the same class whichever way its class was loaded.
import { writeFileSync } from "node:fs";

for (const door of ["index", "v1"]) {
  for (const ending of ["mjs", "d.mts"]) {
    const path = new URL(`../dist/${door}.${ending}`, import.meta.url);
    writeFileSync(path, `export * from "./${door}.js";\n`);
  }
}
