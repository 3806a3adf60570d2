import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, Person } from "./browser.mjs";
import { Lethe } from "./lethe.mjs";

let lethe;
let browser;
let operator;
let held;

before(async () => {
  browser = await launch();
  lethe = await Lethe.start({ guarded: true });
  operator = await lethe.token("ops", "train", "admin");
  await lethe.command(operator, "train", "--model", "movies", "--plugin", "ease");
  const office = await lethe.token("office", "unlearn");
  for (const user of ["user-20", "user-21", "user-22", "user-23", "user-24"]) {
    held = await lethe.unlearn(office, user);
  }
});

after(async () => {
  await browser?.close();
  await lethe?.stop();
});

function id() {
  return held.split("/")[1].slice(0, 8);
}

async function signedIn(principal, ...roles) {
  const person = await Person.at(browser, lethe.url);
  await person.page.goto(lethe.url);
  await person.heading("Sign in");
  await person.signIn(await lethe.token(principal, ...roles));
  await person.sees(`Signed in as ${principal}`);
  await person.heading("Overview");
  return person;
}

test("the server asks who calls, and a token that is none is told of", async () => {
  const person = await Person.at(browser, lethe.url);
  await person.page.goto(lethe.url);
  await person.heading("Sign in");
  await person.isAccessible("sign in");
  await person.picture("sign-in");
  await person.signIn("a.b.c");
  await person.sees("The server does not accept this token");
  await person.isClean(401);
  await person.close();
});

test("a token is forgotten by signing out and by reloading, and was kept nowhere", async () => {
  const person = await signedIn("dpo", "audit");
  await person.isClean(401);
  await person.page.reload();
  await person.heading("Sign in");
  await person.signIn(await lethe.token("dpo", "audit"));
  await person.page.getByRole("button", { name: "Sign out" }).click();
  await person.heading("Sign in");
  await person.close();
});

test("who may only ask for recommendations is told what their role may not do", async () => {
  const person = await signedIn("shop", "serve");
  await person.sees("Your role sees a part of this page only.");
  await person.open("Erasures");
  await person.sees("Your role may not do this. It takes the role unlearn, approve, admin or audit.");
  await person.open("Audit");
  await person.sees("Your role may not do this. It takes the role audit or admin.");
  await person.open("Evidence");
  await person.sees("Your role may not do this. It takes the role unlearn, approve, admin or audit.");
  await person.open("Forgetting");
  await person.sees("Your role sees trainings only");
  await person.sees("a request to train");
  await person.open("Plugins");
  await person.sees("Your role may not do this. It takes the role train, audit or admin.");
  await person.open("Settings");
  await person.sees("Your role may not do this. It takes the role audit or admin.");
  await person.open("Models");
  await person.sees("answers");
  await person.open("Explore");
  await person.page.getByLabel("Person's id").fill("user-30");
  await person.page.getByRole("button", { name: "Show" }).click();
  await person.sees(/10 items, from version/);
  await person.isClean(401, 403);
  await person.close();
});

test("who asked may not approve, and is told so in the dialog", async () => {
  const person = await signedIn("office", "unlearn", "approve");
  await person.open("Erasures");
  await person.page.getByRole("link", { name: id() }).click();
  await person.sees("office asks to forget");
  await person.confirm("Approve");
  await person.sees("APPROVER_IS_REQUESTER");
  await person.isAccessible("refused dialog");
  await person.picture("decision-refused");
  await person.isClean(401, 400, 403);
  await person.close();
});

test("another one finds what waits, approves it and gets a receipt", async () => {
  const person = await signedIn("dpo", "approve", "audit");
  await person.page.getByRole("link", { name: "Decide" }).click();
  await person.heading("Erasures");
  assert.match(
    await person.page.locator("tbody").textContent(),
    /waits for approval/,
  );
  // The first stream of states ends before it says anything: the page has to ask for another one.
  await person.page.route("**/*:watch", (route) => route.fulfill({ status: 204 }), { times: 1 });
  await person.page.getByRole("link", { name: id() }).click();
  await person.sees("of the model's");
  await person.sees("It must be completed by");
  await person.isAccessible("decision");
  await person.picture("decision");
  await person.confirm("Approve");
  await person.page.locator(".status").getByText("completed").waitFor();
  await person.sees("The data was erased, and the model has forgotten it.");
  await person.sees("dpo");
  await person.open("Audit");
  await person.page.getByRole("cell", { name: "ApproveErasure" }).first().waitFor();
  await person.sees("refused: APPROVER_IS_REQUESTER");
  await person.isClean(401);
  await person.close();
});

test("one that waits is cancelled, and serves again", async () => {
  const person = await signedIn("dpo", "approve", "serve");
  await person.page.getByRole("link", { name: "Decide" }).click();
  await person.page.locator("tbody th a").first().click();
  await person.heading(/^Erasure/);
  await person.confirm("Cancel the erasure");
  await person.page.locator(".status").getByText("cancelled").waitFor();
  await person.sees("A cancelled erasure has no receipt.");
  await person.isClean(401, 403);
  await person.close();
});

test("settings are told without secrets and files, and plugins without the way to reload them", async () => {
  const person = await signedIn("ops", "admin");
  await person.open("Settings");
  const setting = (key) => person.page.getByRole("row").filter({ hasText: key });
  await setting("approval.interactions-above").getByText("15", { exact: true }).waitFor();
  await setting("auth.keys-file").getByText("set, not shown", { exact: true }).waitFor();
  await setting("data.folder").getByText("set, not shown", { exact: true }).waitFor();
  await setting("tls.key-file").getByText("not set", { exact: true }).waitFor();
  assert.ok(!(await person.page.locator("main").textContent()).includes(".jwks"));
  await person.open("Plugins");
  await person.confirm("Read the folder again");
  await person.sees("lethe plugin reload");
  await person.isAccessible("plugins, guarded");
  await person.isClean(401, 404, 403);
  await person.close();
});

test("administration is named where it is, as the gateway does not offer it", async () => {
  await lethe.command(operator, "train", "--model", "movies", "--plugin", "mf", "-o", "epochs-max=20");
  const person = await signedIn("ops", "admin");
  await person.open("Models");
  const earlier = person.page.locator("tbody tr").filter({ hasText: "can answer" }).first();
  const number = (await earlier.getByRole("button").textContent()).trim();
  await earlier.getByRole("button").click();
  await person.confirm("Make it answer");
  await person.sees(`lethe activate movies ${number}`);
  await lethe.command(operator, "activate", "movies", number);
  await person.isClean(401, 404, 403);
  await person.close();
});
