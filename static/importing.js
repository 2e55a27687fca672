// Shows how far a list has been read. Without it, "Look again" does the same.
const shown = document.getElementById("progress");
const address = `/directory/imports/progress.json?list=${encodeURIComponent(shown.dataset.list)}`;

async function look() {
  const answer = await fetch(address);
  if (!answer.ok) return;
  const { state, done } = await answer.json();
  if (state !== "reading") {
    location.reload();
    return;
  }
  shown.textContent = `${done.toLocaleString("en-GB")} rows read so far.`;
  setTimeout(look, 2000);
}

setTimeout(look, 1000);
