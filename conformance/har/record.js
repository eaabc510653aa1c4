// Records a HAR file of what Debian's Chromium loads: `node record.js FILE ADDRESS…`.
import { chromium } from "playwright-core";

const [file, ...addresses] = process.argv.slice(2);
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    // The gate runs as root, and then Chromium's own sandbox does not start.
    args: ["--no-sandbox", "--disable-background-networking", "--no-proxy-server"],
});
try {
    const context = await browser.newContext({ recordHar: { path: file, content: "embed" } });
    const page = await context.newPage();
    for (const address of addresses) {
        await page.goto(address);
    }
    // The file is written when the context closes.
    await context.close();
} finally {
    await browser.close();
}
