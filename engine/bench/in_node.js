// node in_node.js WORDS…  The other scripts lie beside this one.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { runInThisContext } = require("node:vm");

for (const name of ["glue.js", "module.js", "run.js"]) {
  runInThisContext(readFileSync(join(__dirname, name), "utf8"), name);
}
runInThisContext("start")(runInThisContext("MODULE_HEX"));
for (const line of runInThisContext("answer")(process.argv.slice(2))) console.log(line);
