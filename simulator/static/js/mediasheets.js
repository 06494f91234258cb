/** Sheets for what is not typed: pictures and clips, a voice message, a place, a link. Each hands back a message. */
import { api } from "./api.js";
import { STATIC, el, icon } from "./dom.js";
import { openSheet, toast } from "./overlays.js";

const SAMPLES = [
  { file: "stairwell.svg", label: "楼道里充电" },
  { file: "exit.svg", label: "通道被堵住" },
  { file: "gas.svg", label: "气瓶靠近灶" },
  { file: "site.svg", label: "高处没护栏" },
];
const JPEG_QUALITY = 0.85;
const FILE_LIMIT = 10 * 1024 * 1024;
const PLATFORM_PICTURES = new Set(["image/jpeg", "image/png", "image/gif"]);

/** Let the citizen choose a file; `accept` and `capture` as in HTML. Answers null where the choice was given up. */
function chooseFile(accept, capture) {
  return new Promise((resolve) => {
    const input = el("input", {
      type: "file",
      accept,
      capture,
      class: "visually-hidden",
      "data-testid": "file-input",
    });
    input.addEventListener("change", () => resolve(input.files[0] ?? null), { once: true });
    input.addEventListener("cancel", () => resolve(null), { once: true });
    document.body.append(input);
    input.click();
    setTimeout(() => input.remove(), 600_000);
  });
}

function mediaMessage(type, file) {
  const address = URL.createObjectURL(file);
  const extension = file.type.split("/")[1] ?? "bin";
  return {
    message: { type },
    extra: {
      preview: address,
      prepare: async () => {
        const { media_id, url } = await api.uploadMedia(type, file, file.name ?? `${type}.${extension}`);
        return type === "image" && url ? { media_id, pic_url: url } : { media_id };
      },
    },
  };
}

export async function takePicture(say) {
  const file = await chooseFile("image/*,video/mp4", "environment");
  if (file) sendFile(file, say);
}

async function sendFile(chosen, say) {
  const type = chosen.type.startsWith("video/") ? "video" : "image";
  const file = type === "image" && !PLATFORM_PICTURES.has(chosen.type) ? await asJpeg(chosen) : chosen;
  if (!file) return toast("这张图片打不开，请换一张");
  if (file.size > FILE_LIMIT) return toast("文件超过 10 兆，微信发不出去，请换一个");
  const { message, extra } = mediaMessage(type, file);
  return say(message, extra);
}

/** Pictures drawn for trying out, or one's own. */
export function openPictures(say) {
  const choose = async () => {
    const file = await chooseFile("image/*");
    if (!file) return;
    close();
    sendFile(file, say);
  };
  const sample = (one) => async () => {
    close();
    sendFile(await drawn(one), say);
  };
  const close = openSheet({
    title: "发图片",
    testid: "picture-sheet",
    content: [
      el(
        "div",
        { class: "samples" },
        SAMPLES.map((one, index) =>
          el(
            "button",
            {
              class: "samples__item",
              type: "button",
              "data-testid": `sample-${index}`,
              on: { click: sample(one) },
            },
            el("img", { src: `${STATIC}samples/${one.file}`, alt: "" }),
            el("span", {}, one.label),
          ),
        ),
      ),
      el(
        "button",
        {
          class: "weui-btn weui-btn_default wide",
          type: "button",
          "data-testid": "choose-file",
          on: { click: choose },
        },
        "从这台设备里选",
      ),
    ],
  });
}

/** A drawing as the JPEG a phone would send: the account must get bytes it may rely on. */
function drawn({ file, label }) {
  return redrawn(`${STATIC}samples/${file}`, `${label}.jpg`);
}

/** A picture the platform does not take (WebP, HEIC …) as one it does; null where the browser cannot read it. */
function asJpeg(file) {
  return redrawn(URL.createObjectURL(file), `${file.name}.jpg`).catch(() => null);
}

async function redrawn(address, name) {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), {
    width: image.naturalWidth,
    height: image.naturalHeight,
  });
  canvas.getContext("2d").drawImage(image, 0, 0);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY));
  return new File([blob], name, { type: "image/jpeg" });
}

export function openVideos(say) {
  const choose = async () => {
    const file = await chooseFile("video/mp4");
    if (!file) return;
    close();
    sendFile(file, say);
  };
  const sample = () => {
    close();
    say({ type: "video" }, { prepare: () => madeMedia("video", "clip") });
  };
  const close = openSheet({
    title: "发视频",
    testid: "video-sheet",
    content: [
      el(
        "button",
        { class: "choice", type: "button", "data-testid": "sample-video", on: { click: sample } },
        icon("video"),
        el("span", {}, "发一段示例视频", el("small", {}, "不用准备文件，直接试试公众号怎么回")),
      ),
      el(
        "button",
        { class: "weui-btn weui-btn_default wide", type: "button", on: { click: choose } },
        "从这台设备里选",
      ),
    ],
  });
}

async function madeMedia(type, seed) {
  const { media_id, thumb_media_id } = await api.makeMedia(type, seed);
  return thumb_media_id ? { media_id, thumb_media_id } : { media_id };
}

/** What was said becomes the transcript the platform may send along; without it the account gets the sound only. */
export function openVoice(say) {
  const words = el("textarea", {
    class: "field field--tall",
    rows: 3,
    maxlength: 300,
    "data-autofocus": true,
    placeholder: "把要说的话写在这里，比如：家里煤气味很大怎么办",
    "aria-label": "语音里说的话",
    "data-testid": "voice-words",
  });
  const recognised = el("input", {
    class: "weui-switch",
    type: "checkbox",
    checked: true,
    "data-testid": "voice-recognised",
  });
  const send = () => {
    const said = words.value.trim();
    if (!said && recognised.checked) {
      words.focus();
      return toast("先写一句话，再发语音");
    }
    close();
    const recognition = recognised.checked ? said : "";
    return say(recognition ? { type: "voice", recognition } : { type: "voice" }, {
      prepare: () => madeMedia("voice", said || "voice"),
    });
  };
  const close = openSheet({
    title: "发语音",
    testid: "voice-sheet",
    content: [
      words,
      el(
        "label",
        { class: "switchline" },
        el("span", {}, "附上语音转的文字", el("small", {}, "关掉它，就像没有开通语音识别的公众号")),
        recognised,
      ),
      el(
        "button",
        {
          class: "weui-btn weui-btn_primary wide",
          type: "button",
          "data-testid": "voice-send",
          on: { click: send },
        },
        "发送语音",
      ),
    ],
  });
}

export function openLinkForm(say) {
  const title = el("input", {
    class: "field",
    placeholder: "标题",
    maxlength: 60,
    "data-autofocus": true,
    "aria-label": "标题",
    "data-testid": "link-title",
  });
  const url = el("input", {
    class: "field",
    type: "url",
    placeholder: "网址，以 https:// 开头",
    "aria-label": "网址",
    "data-testid": "link-url",
  });
  const send = () => {
    if (!/^https?:\/\/\S+$/.test(url.value.trim())) {
      url.focus();
      return toast("网址要以 http:// 或 https:// 开头");
    }
    close();
    return say({
      type: "link",
      title: title.value.trim() || url.value.trim(),
      description: "",
      url: url.value.trim(),
    });
  };
  const close = openSheet({
    title: "转发链接",
    testid: "link-sheet",
    content: [
      title,
      url,
      el(
        "button",
        {
          class: "weui-btn weui-btn_primary wide",
          type: "button",
          "data-testid": "link-send",
          on: { click: send },
        },
        "发送",
      ),
    ],
  });
}
