// The page of a screen: one terminal filling the window, fed by one websocket. Taps out, bytes in.
//
// A finger does not hover, scroll, select or open a menu: all pointer events end here, and only presses and
// releases go to the app. When the server is away a notice says so; when it is back the page loads anew.
import { fit } from "/fit.js";

const QUIET_RETRY_MS = 1000;
const BUSY_RETRY_MS = 5000;
const TRY_AGAIN_LATER = 1013;
const NOTICES = {
  lost: ["连接中断，正在恢复，请稍候", "Connection lost. Please wait, reconnecting"],
  busy: ["本终端连接数已满，稍后自动重试", "Too many screens are connected. Trying again"],
};

const body = document.body;
const cols = Number(body.dataset.cols);
const rows = Number(body.dataset.rows);
const encoder = new TextEncoder();

const terminal = new Terminal({
  cols, rows,
  allowProposedApi: true,
  customGlyphs: false,
  cursorInactiveStyle: "none",
  fontFamily: "monospace",
  rescaleOverlappingGlyphs: false,
  scrollback: 0,
  theme: { background: "#04152b" },
});
terminal.loadAddon(new Unicode11Addon.Unicode11Addon());
terminal.unicode.activeVersion = "11";
terminal.open(document.getElementById("screen"));
try {
  terminal.loadAddon(new WebglAddon.WebglAddon());
  body.dataset.renderer = "webgl";
} catch (error) {
  body.dataset.renderer = "dom";
}
// The notice is needed when nothing can be fetched any more.
document.fonts.load("1em 'Wutong Notice'", "连接");
await fit(terminal, cols, rows);
addEventListener("resize", () => fit(terminal, cols, rows));

// ---- the websocket -------------------------------------------------------------------------------------------

let socket = null;
let bytes = 0;

function connect() {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  socket = new WebSocket(`${scheme}//${location.host}/session`);
  socket.binaryType = "arraybuffer";
  socket.onmessage = ({ data }) => {
    terminal.write(new Uint8Array(data), () => {
      bytes += data.byteLength;
      body.dataset.bytes = String(bytes);
      body.dataset.state = "live";
      document.getElementById("notice").hidden = true;
    });
  };
  socket.onclose = ({ code }) => {
    body.dataset.state = "lost";
    if (code === TRY_AGAIN_LATER) {
      show(NOTICES.busy);
      setTimeout(connect, BUSY_RETRY_MS);
    } else {
      show(NOTICES.lost);
      setTimeout(reloadWhenBack, QUIET_RETRY_MS);
    }
  };
}

async function reloadWhenBack() {
  try {
    await fetch("/", { cache: "no-store", signal: AbortSignal.timeout(3000) });
    location.reload();
  } catch (error) {
    setTimeout(reloadWhenBack, QUIET_RETRY_MS);
  }
}

function show([zh, en]) {
  document.getElementById("notice-zh").textContent = zh;
  document.getElementById("notice-en").textContent = en;
  document.getElementById("notice").hidden = false;
}

function send(text) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(encoder.encode(text));
}

terminal.onData(send);
connect();

// ---- fingers -------------------------------------------------------------------------------------------------

function cellOf(event) {
  const screen = terminal.element.querySelector(".xterm-screen").getBoundingClientRect();
  const x = Math.floor((event.clientX - screen.left) / screen.width * cols) + 1;
  const y = Math.floor((event.clientY - screen.top) / screen.height * rows) + 1;
  return [Math.min(Math.max(x, 1), cols), Math.min(Math.max(y, 1), rows)];
}

// SGR mouse reports (xterm control sequences, "Extended coordinates"): M presses, m releases, 0 is the first button.
addEventListener("pointerdown", (event) => {
  if (event.isPrimary && event.button === 0) send(`\x1b[<0;${cellOf(event).join(";")}M`);
}, true);
addEventListener("pointerup", (event) => {
  if (event.isPrimary && event.button === 0) send(`\x1b[<0;${cellOf(event).join(";")}m`);
}, true);
// A finger taken by the system (a swipe from the edge) lets go nowhere: the corner is not the button it pressed.
addEventListener("pointercancel", () => send(`\x1b[<0;${cols};${rows}m`), true);

const SWALLOWED = ["pointerdown", "pointerup", "pointermove", "mousedown", "mousemove", "mouseup", "click", "dblclick",
  "auxclick", "touchstart", "touchmove", "touchend", "wheel", "contextmenu", "selectstart", "dragstart"];
for (const name of SWALLOWED) {
  addEventListener(name, (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true, passive: false });
}
terminal.textarea.inputMode = "none";
terminal.focus();
addEventListener("focus", () => terminal.focus());
