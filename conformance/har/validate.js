// Validates a HAR file against the public schema of HAR 1.2: `node validate.js FILE`.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// From the package's callback interface come the errors; from its other one, only that there are some.
const validate = createRequire(import.meta.url)("har-validator/lib/async.js");

validate.har(JSON.parse(readFileSync(process.argv[2], "utf8")), (errors) => {
    if (errors) {
        console.error(JSON.stringify(errors, null, 2));
        process.exitCode = 1;
    } else {
        console.log("valid");
    }
});
