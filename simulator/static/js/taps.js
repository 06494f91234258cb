/** What happens when the citizen taps something inside a message or in the account's menu. */
import { el } from "./dom.js";
import { ask, openViewer, toast } from "./overlays.js";
import { openPictures } from "./mediasheets.js";
import { openPlaces, viewPlace } from "./placesheet.js";
import { openScan } from "./scansheet.js";

/** `phone` = {openid(), say(message, extra), event(message), retry(sent)}. */
export function messageActions(phone) {
  return {
    sayMenuItem: (text, menuId) => phone.say({ type: "text", content: text, menu_id: menuId }),
    openLink: (url) => openPage(url, phone.openid()),
    dial,
    viewPicture: (url) => openViewer(el("img", { class: "viewer__picture", src: url, alt: "图片" })),
    viewVideo,
    viewPlace,
    playVoice,
    askRetry: async (sent) => {
      if (await ask({ title: "重新发送这条消息？", text: sent.error, yes: "重新发送" })) phone.retry(sent);
    },
  };
}

async function dial(number) {
  await ask({
    title: `拨打 ${number}`,
    text: "这里是模拟手机，不会真的拨出去。真有危险，请用自己的电话拨打。",
    yes: "知道了",
    no: "",
  });
}

/**
 * The page opens in a window of its own. The cookie tells the simulator's OAuth page whose phone this is:
 * inside WeChat that is known, in a browser somebody must say it.
 */
function openPage(url, openid) {
  if (!/^https?:\/\//i.test(url ?? "")) return toast("这个链接打不开");
  document.cookie = `sim_openid=${encodeURIComponent(openid)}; path=/; SameSite=Lax`;
  return window.open(url, "_blank", "noopener,noreferrer");
}

function viewVideo(url) {
  if (!url) return toast("这段视频放不出来");
  const clip = el("video", {
    class: "viewer__picture",
    src: url,
    controls: true,
    autoplay: true,
    playsinline: true,
  });
  clip.addEventListener("error", () => toast("浏览器放不出这段视频，公众号照样能收到"));
  return openViewer(clip);
}

let playing = null;

/** Browsers cannot decode the AMR a phone records; then the waves move for as long as it would sound. */
function playVoice(bubble, url, seconds) {
  const wasThis = playing?.bubble === bubble;
  playing?.stop();
  if (wasThis) return;
  const sound = url ? new Audio(url) : null;
  const timer = setTimeout(() => playing?.bubble === bubble && playing.stop(), seconds * 1000);
  bubble.classList.add("is-playing");
  playing = {
    bubble,
    stop() {
      clearTimeout(timer);
      sound?.pause();
      bubble.classList.remove("is-playing");
      playing = null;
    },
  };
  sound?.play().catch(() => null);
}

/** A menu button does what its type says; `phone.say` sends a message, `phone.event` only tells the account. */
export function tapMenu(button, phone) {
  const tell = (fields) =>
    phone.event({ type: "event", event: button.type, key: button.key ?? "", ...(fields && { fields }) });
  const scanned = (result) => tell({ ScanCodeInfo: { ScanType: "qrcode", ScanResult: result } });
  const picture = () =>
    openPictures((message, extra) => {
      tell({ SendPicsInfo: { Count: 1 } });
      return phone.say(message, extra);
    });
  const taps = {
    click: () => phone.event({ type: "event", event: "CLICK", key: button.key }),
    view: () => {
      openPage(button.url, phone.openid());
      phone.event({ type: "event", event: "VIEW", key: button.url });
    },
    location_select: () => openPlaces((place) => tellPlace(place, tell, phone)),
    scancode_push: () => openScan(scanned),
    scancode_waitmsg: () => openScan(scanned),
    pic_sysphoto: picture,
    pic_photo_or_album: picture,
    pic_weixin: picture,
  };
  const tap = taps[button.type];
  if (tap) tap();
  else toast("这一项要在真的微信里才能打开");
}

/** The platform sends the event first and the place itself as a message after it. */
async function tellPlace(place, tell, phone) {
  const { latitude, longitude, label } = place;
  await tell({
    SendLocationInfo: { Location_X: latitude, Location_Y: longitude, Scale: 16, Label: label, Poiname: "" },
  });
  phone.say({ type: "location", scale: 16, ...place });
}
