/** The control interface of the simulator, as the page needs it. Every failure is an ApiError with a Chinese sentence. */

const TOO_LATE_MS = 40_000;

export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }

  /** Nothing answered at all: the simulator is stopped or restarting. */
  get isOffline() {
    return this.status === 0;
  }
}

async function call(method, path, body) {
  const options = {
    method,
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(TOO_LATE_MS),
  };
  if (body instanceof FormData) {
    options.body = body;
  } else if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new ApiError("连不上模拟器，请看看它是不是还开着。", 0);
  }
  const data = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(sentence(response.status, data?.error), response.status);
  return data;
}

/** The interface explains itself to programmers in English; a clerk gets a Chinese sentence. */
function sentence(status, error) {
  if (error && /[\u4e00-\u9fff]/.test(error)) return error;
  if (status === 404) return "这位市民已经不在了。";
  if (status === 413) return "文件太大了，请换一个小一些的。";
  return status < 500 ? "模拟器没有接受这一步操作。" : "模拟器出了点问题，请稍后再试。";
}

const person = (openid, verb) => `/_sim/citizens/${encodeURIComponent(openid)}/${verb}`;

export const api = {
  settings: () => call("GET", "/_sim/settings"),
  changeSettings: (changes) => call("POST", "/_sim/settings", changes),
  citizens: (limit, openid) =>
    call("GET", `/_sim/citizens?limit=${limit}&openid=${encodeURIComponent(openid)}`),
  posts: () => call("GET", "/_sim/posts"),
  createCitizen: (citizen) => call("POST", "/_sim/citizens", citizen),
  inbox: (openid, since) => call("GET", `${person(openid, "inbox")}?since=${since}`),
  send: (openid, message) => call("POST", person(openid, "send"), message),
  follow: (openid, scene) => call("POST", person(openid, "follow"), scene ? { scene } : {}),
  unfollow: (openid) => call("POST", person(openid, "unfollow"), {}),
  scan: (openid, scene) => call("POST", person(openid, "scan"), { scene }),
  subscriptions: (openid) => call("GET", person(openid, "subscriptions")),
  answerPopup: (openid, answers) => call("POST", person(openid, "subscriptions"), { answers }),
  takeBack: (openid, template) =>
    call("DELETE", `${person(openid, "subscriptions")}/${encodeURIComponent(template)}`),
  menu: (openid) => call("GET", `/_sim/menu?openid=${encodeURIComponent(openid)}`),
  makeMedia: (type, seed) => call("POST", "/_sim/media", { type, seed }),
  uploadMedia(type, blob, name) {
    const form = new FormData();
    form.append("type", type);
    form.append("file", blob, name);
    return call("POST", "/_sim/media", form);
  },
  clock: () => call("GET", "/_sim/clock"),
  advance: (seconds) => call("POST", "/_sim/clock/advance", { seconds }),
  journal: (since) => call("GET", `/_sim/journal?since=${since}`),
  reset: () => call("POST", "/_sim/reset", {}),
};
