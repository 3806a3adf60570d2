import { render } from "preact";
import { App } from "./app";
import "./style.css";

const place = document.getElementById("app");
if (place === null) {
  throw new Error("index.html has no place for the pages");
}
render(<App />, place);
