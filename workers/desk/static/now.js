// Shows what is on, in step with what this listener hears.
"use strict";

const ASK_SECONDS = 2;
const REMEMBERED = 60;
const heard = [];

function put(id, text) {
  const element = document.getElementById(id);
  if (element.textContent !== text) element.textContent = text;
}

function link(id, address) {
  const element = document.getElementById(id);
  element.hidden = !address;
  if (address) element.href = address;
}

function show(now) {
  put("state", now.flowing ? "On air" : now.on_air ? "Starting" : "Off air");
  document.getElementById("lamp").classList.toggle("lit", now.flowing);
  put("source", now.source);
  put("title", now.title || now.station);
  put("speaker", now.speaker);
  put("text", now.text);
  put("next", now.next);
  document.getElementById("next-line").hidden = !now.next;
  link("paper-url", now.paper_url);
  link("claims-url", now.paper ? `/papers/${now.paper}` : null);
}

function atListener() {
  const at = window.heardAt ? window.heardAt() : null;
  const past = at === null ? [] : heard.filter((now) => now.utc && Date.parse(now.utc) <= at);
  return past.length ? past[past.length - 1] : heard[heard.length - 1];
}

async function ask() {
  try {
    const answer = await fetch("/now.json", { cache: "no-store", signal: AbortSignal.timeout(ASK_SECONDS * 2000) });
    heard.push(await answer.json());
    if (heard.length > REMEMBERED) heard.shift();
    show(atListener());
  } catch {
    put("state", "No connection");
    document.getElementById("lamp").classList.remove("lit");
  }
  setTimeout(ask, ASK_SECONDS * 1000);
}

ask();
