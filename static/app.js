// Starts the design system's own behaviour. Every page works without it.
import { initAll } from "./nhsuk/nhsuk-frontend.min.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();

if (window.matchMedia("(min-width: 48em)").matches) {
  for (const details of document.querySelectorAll("details[data-open-when-wide]")) {
    details.open = true;
  }
}
