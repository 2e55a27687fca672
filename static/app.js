// Starts the design system's own behaviour. Every page works without it.
import { initAll } from "./nhsuk/nhsuk-frontend.min.js";

function begin() {
  document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
  initAll();
  if (window.matchMedia("(min-width: 48em)").matches) {
    for (const details of document.querySelectorAll("details[data-open-when-wide]")) {
      details.open = true;
    }
  }
  for (const form of document.querySelectorAll("form[data-leads-to]")) {
    keepUntilSent(form);
  }
}

// A form that leads somewhere is kept on its page while there is no connection, and sent when it is back.
// It carries a key, so that it counts once however often it is sent. Nothing is kept in the browser.
const AGAIN_AFTER = 5000;
const IS_BUSY = 503;
const WAITS =
  "There is no connection. What you chose is kept on this page, and sent when the connection is back. Do not close the page. Is somebody in danger? Ring 999.";

// An answer that is a page of its own, shown once: sent again, it would lead elsewhere.
function showInstead(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
  begin();
  window.scrollTo(0, 0);
  const heading = document.querySelector("h1");
  heading.tabIndex = -1;
  heading.focus(); // so that a screen reader says what came
}

function keepUntilSent(form) {
  const notice = document.createElement("p");
  notice.setAttribute("role", "status");
  form.after(notice);
  let sent = null;

  function wait() {
    if (form.dataset.whenLate) {
      sent.set(form.dataset.whenLate, "y"); // nobody may be there to ask when it is sent
    }
    notice.textContent = WAITS;
    form.inert = true; // what is on its way is not changed any more
    setTimeout(send, AGAIN_AFTER);
  }

  async function send() {
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: sent, redirect: "manual" });
    } catch {
      return wait();
    }
    if (answer.status === IS_BUSY) {
      return wait();
    }
    notice.textContent = "";
    if (answer.type === "opaqueredirect") {
      location.assign(form.dataset.leadsTo);
    } else if (answer.ok) {
      showInstead(await answer.text());
    } else {
      form.inert = false;
      form.submit(); // it has a mistake: the page says which
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (sent === null) {
      sent = new URLSearchParams(new FormData(form));
      send();
    }
  });
}

begin();
