"use strict";
// Follows one ticket over the websocket: documents in, words out. It keeps nothing on the phone.
(() => {
  const WORDS = {
    zh: {
      page: "排队", label: "您的号码", other: "English",
      waiting: "等候中", called: "请到 {window} 号窗口", serving: "正在 {window} 号窗口办理", held: "暂停办理，请稍候",
      missed: "已过号，请到取号机或窗口报到", served: "已办结", cancelled: "已取消", closed: "已结束",
      ahead: "前面 {ahead} 人", next: "下一位就是您", area: "{area}",
      wait: "预计等候 {low}-{high} 分钟", within: "预计等候 {high} 分钟以内", soon: "即将叫到您",
      least: "至少 {low} 分钟，今天可能排不到", unsure: "今天可能排不到",
      queue: "{queue}：{waiting} 人等候，{open} 个窗口办理",
      lost: "连接中断，正在重连…", live: "实时更新", unknown: "没有找到这个号，请查看号票", gone: "这个号已不在今天的队列中",
      replaced: "已在另一页面打开", not_yet: "离线取的号正在补录，请稍候，按取号时间排队", trouble: "系统暂时无法更新",
    },
    en: {
      page: "Queue", label: "Your number", other: "中文",
      waiting: "Waiting", called: "Please go to window {window}", serving: "Being served at window {window}",
      held: "On hold, please wait",
      missed: "Missed: please report at a kiosk or a window", served: "Finished", cancelled: "Cancelled", closed: "Ended",
      ahead: "{ahead} ahead of you", next: "You are next", area: "{area}",
      wait: "About {low}-{high} min to wait", within: "Within {high} min to wait", soon: "You are next soon",
      least: "At least {low} min, perhaps not today", unsure: "Perhaps not today",
      queue: "{queue}: {waiting} waiting, windows open: {open}",
      lost: "Connection lost, trying again…", live: "Live", unknown: "This number was not found; please check your ticket",
      gone: "This number is no longer in today's queue", replaced: "Open on another page", trouble: "No updates at the moment",
      not_yet: "This number is being handed in; your place is by the time on your ticket",
    },
  };
  const code = location.pathname.split("/").pop();
  const name = Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(16)).join("");
  const at = (id) => document.getElementById(id);
  let language = (navigator.language || "zh").startsWith("zh") ? "zh" : "en";
  let docs = {}, seq = 0, epoch = "", status = "lost", hadTicket = false, delay = 500, isFinal = false;

  const say = (key, facts) => WORDS[language][key].replace(/\{(\w+)\}/g, (_, fact) => String((facts || {})[fact] ?? ""));
  const text = (words) => (words ? (language === "en" && words.en) || words.zh : "");
  const ticket = () => Object.values(docs).find((doc) => doc.type === "ticket");

  // The range as the server rounded it, in the words of every other screen; nothing where it is not known.
  function wait(expected) {
    if (!expected) return "";
    const low = expected.low_min || 0, high = expected.high_min ?? null;
    if (expected.is_next) return say("soon");
    if (high === null) return low ? say("least", { low }) : say("unsure");
    return low > 0 && low < high ? say("wait", { low, high }) : say("within", { high });
  }

  function show() {
    const mine = ticket(), hall = docs.hall;
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    at("hall").textContent = hall ? text(hall.name) : say("page");
    at("language").textContent = say("other");
    at("language").lang = language === "zh" ? "en" : "zh-CN";
    at("label").textContent = say("label");
    at("link").textContent = say(hall && hall.trouble ? "trouble" : status);
    document.body.dataset.state = mine ? mine.state : "";
    if (!mine) {
      at("number").textContent = ["live", "lost"].includes(status) ? "…" : "";
      at("state").textContent = hadTicket && status === "live" ? say("gone") : "";
      at("detail").textContent = at("wait").textContent = at("queue").textContent = "";
      return;
    }
    document.title = mine.number;
    at("number").textContent = mine.number;
    at("state").textContent = say(mine.state, { window: mine.window || "" });
    at("detail").textContent = mine.state === "waiting"
      ? (mine.ahead ? say("ahead", { ahead: mine.ahead }) : say("next"))
      : ["called", "serving"].includes(mine.state) && hall ? text((hall.areas || {})[mine.area]) : "";
    at("wait").textContent = mine.state === "waiting" ? wait(mine.expected) : "";
    const queue = docs["queue/" + mine.queue];
    at("queue").textContent = queue && mine.state === "waiting"
      ? say("queue", { queue: text(queue.name), waiting: queue.waiting, open: queue.open_windows || 0 }) : "";
  }

  function take(message) {
    switch (message.type) {
      case "welcome": status = "live"; delay = 500; epoch = message.epoch; break;
      case "snapshot": docs = {}; // falls through: a snapshot is a delta from nothing
      case "delta":
        for (const doc of message.docs || []) {
          if (doc.type === "ticket" && docs[doc.key] && docs[doc.key].state !== "called" && doc.state === "called" && navigator.vibrate) {
            navigator.vibrate([300, 150, 300]);
          }
          docs[doc.key] = doc;
        }
        for (const key of message.gone || []) delete docs[key];
        seq = message.seq;
        hadTicket = hadTicket || Boolean(ticket());
        break;
      case "trouble":
        if (docs.hall) docs.hall = { ...docs.hall, trouble: message.detail };
        break;
      case "rejected":
        isFinal = ["ticket", "replaced", "version", "role"].includes(message.code);
        status = message.code === "ticket" ? (hadTicket ? "gone" : "unknown") : message.code === "replaced" ? "replaced" : message.code === "not_handed_in" ? "not_yet" : "lost";
        break;
    }
    show();
  }

  function connect() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(scheme + "//" + location.host + "/ws");
    socket.onopen = () => socket.send(JSON.stringify({ type: "hello", version: 1, role: "phone", name, ticket: code, epoch, seq }));
    socket.onmessage = (event) => take(JSON.parse(event.data));
    socket.onclose = () => {
      if (isFinal) return;
      if (status !== "not_yet") status = "lost";
      show();
      setTimeout(connect, delay * (0.5 + Math.random() / 2));
      delay = Math.min(delay * 2, 15000);
    };
  }

  at("language").onclick = () => { language = language === "zh" ? "en" : "zh"; show(); };
  show();
  connect();
})();
