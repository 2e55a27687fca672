// What a script adds to finding: words while typing, "use my location", a map. All of it can be missing.

const WAIT = 200; // milliseconds after the last letter
const SIDE = 30; // pixels: the height of a marker
const APART = 56; // pixels between two markers

function suggestWords() {
  const input = document.getElementById("search-what");
  if (!input) return;
  const list = document.createElement("datalist");
  list.id = "suggestions";
  input.after(list);
  input.setAttribute("list", list.id);
  input.setAttribute("autocomplete", "off");
  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => fillSuggestions(input, list), WAIT);
  });
}

async function fillSuggestions(input, list) {
  const typed = input.value;
  if (typed.trim().length < 2) return;
  const answer = await fetch(`/suggest?q=${encodeURIComponent(typed)}`).catch(() => null);
  if (!answer?.ok || input.value !== typed) return;
  const { suggestions } = await answer.json();
  list.replaceChildren(...suggestions.map((words) => Object.assign(document.createElement("option"), { value: words })));
}

function offerLocation() {
  const where = document.getElementById("search-where");
  if (!where || !navigator.geolocation) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "nhsuk-button nhsuk-button--secondary";
  button.textContent = "Use my location";
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  said.className = "search-box__here";
  where.form.append(button, said);
  button.addEventListener("click", () => {
    said.textContent = "Looking for where you are…";
    navigator.geolocation.getCurrentPosition(
      (position) => goHere(position.coords, where, said),
      () => { said.textContent = "We cannot tell where you are. Type a postcode or a town instead."; where.focus(); },
      { maximumAge: 600000, timeout: 10000 },
    );
  });
}

// Two decimals are about a kilometre: enough to name a part of town, and no more than we need.
async function goHere({ latitude, longitude }, where, said) {
  const answer = await fetch(`/nearest?lat=${latitude.toFixed(2)}&lon=${longitude.toFixed(2)}`).catch(() => null);
  const name = answer?.ok ? (await answer.json()).where : "";
  if (!name) {
    said.textContent = "You seem to be outside Great Britain. Type a postcode or a town instead.";
    return;
  }
  where.value = name;
  said.textContent = `You are near ${name}.`;
  where.form.requestSubmit();
}

async function offerMap() {
  const box = document.querySelector("[data-map]");
  const answer = box && await fetch(box.dataset.map).catch(() => null);
  if (!answer?.ok) return;
  const { points, from } = await answer.json();
  if (points.length === 0) return;
  box.addEventListener("toggle", async () => {
    await loadLeaflet();
    drawMap(box, points, from);
  }, { once: true });
  box.hidden = false;
  // Without streets under it, the map is for those who ask for it.
  box.open = Boolean(box.dataset.tiles) && window.matchMedia("(min-width: 60em)").matches;
}

function drawMap(box, points, from) {
  const place = box.querySelector(".map");
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", "Map. The numbers are those of the list.");
  box.parentElement.querySelector(".cards").classList.add("has-map");
  const map = window.L.map(place, { scrollWheelZoom: false, attributionControl: Boolean(box.dataset.tiles) });
  if (box.dataset.tiles) {
    window.L.tileLayer(box.dataset.tiles, { maxZoom: 18, attribution: box.dataset.credit }).addTo(map);
  }
  window.L.control.scale({ metric: false }).addTo(map);
  if (from) start(from).addTo(map);
  const all = [...points, ...(from ? [from] : [])].map(({ lat, lon }) => [lat, lon]);
  map.fitBounds(window.L.latLngBounds(all).pad(0.15), { maxZoom: 15 });
  const markers = window.L.layerGroup().addTo(map);
  const draw = () => {
    markers.clearLayers();
    for (const some of together(points, map)) marker(some).addTo(markers);
  };
  map.on("zoomend", draw);
  draw();
}

// Activities whose numbers would cover one another share a marker.
function together(points, map) {
  const groups = [];
  for (const point of points) {
    const at = map.latLngToLayerPoint([point.lat, point.lon]);
    const near = groups.find((group) => group.at.distanceTo(at) < APART);
    if (near) near.points.push(point);
    else groups.push({ at, points: [point] });
  }
  return groups.map((group) => group.points);
}

function marker(points) {
  const words = points.map(({ number, name }) => `${number}: ${name}`).join(", ");
  const shown = points.length > 2 ? `${points.length} here` : points.map(({ number }) => number).join(", ");
  const width = Math.max(SIDE, 14 + shown.length * 8);
  const icon = window.L.divIcon({ className: "map__number", html: shown, iconSize: [width, SIDE] });
  const drawn = window.L.marker([points[0].lat, points[0].lon], { icon, title: words });
  drawn.on("add", () => drawn.getElement().setAttribute("aria-label", words));
  return drawn.bindPopup(() => links(points));
}

function links(points) {
  const box = document.createElement("div");
  box.append(...points.map(({ number, name, href }) =>
    Object.assign(document.createElement("a"), { href, textContent: `${number}: ${name}` })));
  return box;
}

function start({ name, lat, lon }) {
  const label = document.createElement("span");
  label.textContent = `× ${name}`;
  return window.L.marker([lat, lon], {
    icon: window.L.divIcon({ className: "map__start", html: label, iconSize: null }),
    interactive: false,
    keyboard: false,
  });
}

function loadLeaflet() {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("./leaflet/leaflet.css", import.meta.url).href;
  const script = document.createElement("script");
  script.src = new URL("./leaflet/leaflet.js", import.meta.url).href;
  return new Promise((loaded) => {
    let left = 2;
    const one = () => { left -= 1; if (left === 0) loaded(); };
    style.onload = one;
    script.onload = one;
    document.head.append(style, script);
  });
}

suggestWords();
offerLocation();
offerMap();
