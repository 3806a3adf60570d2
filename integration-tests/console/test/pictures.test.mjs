import { after, before, test } from "node:test";
import { launch, Person } from "./browser.mjs";
import { Lethe, NASTY } from "./lethe.mjs";

let lethe;
let browser;
let erasure;

before(async () => {
  browser = await launch();
  lethe = await Lethe.start();
  await lethe.command("", "train", "--model", "movies");
  for (const user of ["user-40", "user-41", "user-42"]) {
    erasure = await lethe.unlearn("", user);
    await lethe.ended("", erasure);
  }
  await lethe.command("", "train", "--model", "movies", "--plugin", "mf", "-o", "epochs-max=20");
  await lethe.command("", "train", "--model", "movies", "--plugin", "ials");
});

after(async () => {
  await browser?.close();
  await lethe?.stop();
});

const pages = {
  overview: async () => {},
  erasures: (person) => person.open("Erasures"),
  erasure: async (person) => {
    await person.open("Erasures");
    await person.page.getByRole("link", { name: erasure.split("/")[1].slice(0, 8) }).click();
    await person.sees("Receipt of an erasure");
  },
  models: async (person) => {
    await person.open("Models");
    await person.page.locator("tbody .turn").first().click();
    await person.sees("Digest");
  },
  explore: async (person) => {
    await person.open("Explore");
    await person.page.getByLabel("Person's id").fill(NASTY[3]);
    await person.page.getByRole("button", { name: "Show" }).click();
    await person.sees(/10 items, from version/);
  },
  evidence: async (person) => {
    await person.open("Evidence");
    await person.sees("Requests and completed erasures");
  },
  forgetting: async (person) => {
    await person.open("Forgetting");
    await person.sees("Trainings and their causes");
  },
  plugins: async (person) => {
    await person.open("Plugins");
  },
  settings: async (person) => {
    await person.open("Settings");
  },
  audit: async (person) => {
    await person.open("Audit");
    await person.page.getByRole("cell", { name: "TrainModel" }).first().waitFor();
  },
};

for (const width of [360, 1280, 2560]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`every page fits ${width} px, and is legible in the ${colorScheme}`, async () => {
      const viewport = { width, height: width === 360 ? 740 : Math.round(width * 0.62) };
      const person = await Person.at(browser, lethe.url, { viewport, colorScheme });
      await person.page.goto(lethe.url);
      for (const [name, open] of Object.entries(pages)) {
        await open(person);
        await person.page.locator("main :is(table, figure)").first().waitFor();
        await person.fits(name);
        if (width >= 1280) {
          await person.tablesFit(name);
        }
        await person.isAccessible(name);
        await person.picture(`${name}-${width}-${colorScheme}`);
      }
      await person.isClean();
      await person.close();
    });
  }
}

test("a receipt prints on paper, without what belongs to the screen", async () => {
  const person = await Person.at(browser, lethe.url, { viewport: { width: 800, height: 1100 } });
  await person.page.goto(`${lethe.url}/#/${erasure}`);
  await person.sees("Receipt of an erasure");
  await person.page.emulateMedia({ media: "print" });
  await person.page.getByText("Download the receipt").waitFor({ state: "hidden" });
  await person.page.getByText("Line of times").waitFor({ state: "hidden" });
  await person.picture("receipt-print");
  await person.isClean();
  await person.close();
});
