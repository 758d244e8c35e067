// Plays the live stream, and begins it anew when it stands still.
"use strict";

const STALL_SECONDS = 10;
const RETRY_SECONDS = 4;

const video = document.getElementById("player");
const note = document.getElementById("player-note");
let hls = null;
let lastTime = 0;
let standingSeconds = 0;
let retry = 0;

function say(text) {
  note.textContent = text;
}

function begin() {
  clearTimeout(retry);
  standingSeconds = 0;
  if (hls) hls.destroy();
  hls = null;
  if (window.Hls && Hls.isSupported()) beginWithHlsJs();
  else if (video.canPlayType("application/vnd.apple.mpegurl")) video.src = video.dataset.stream;
  else say("This browser cannot play the live stream; the archived shows below play everywhere.");
}

function beginWithHlsJs() {
  hls = new Hls({ enableWorker: false, liveSyncDurationCount: 3, liveMaxLatencyDurationCount: 8, backBufferLength: 30 });
  hls.on(Hls.Events.MANIFEST_PARSED, () => say(""));
  hls.on(Hls.Events.ERROR, (_, failure) => {
    if (!failure.fatal) return;
    say("The stream is not there just now; trying again.");
    clearTimeout(retry);
    retry = setTimeout(beginAndPlay, RETRY_SECONDS * 1000);
  });
  hls.loadSource(video.dataset.stream);
  hls.attachMedia(video);
}

function beginAndPlay() {
  const wanted = !video.paused;
  begin();
  if (wanted) video.play().catch(() => say("Press play to go on."));
}

function watch() {
  const stands = !video.paused && video.currentTime === lastTime;
  standingSeconds = stands ? standingSeconds + 1 : 0;
  lastTime = video.currentTime;
  if (standingSeconds >= STALL_SECONDS) beginAndPlay();
}

// What the listener hears now was on air some seconds ago; null while nothing plays.
window.heardAt = () => (hls && !video.paused && hls.playingDate ? hls.playingDate.getTime() : null);

video.addEventListener("error", () => {
  clearTimeout(retry);
  retry = setTimeout(beginAndPlay, RETRY_SECONDS * 1000);
});
setInterval(watch, 1000);
begin();
