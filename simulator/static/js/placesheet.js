/** Choosing a place on a small drawn map. The streets are made up; only the two numbers reach the account. */
import { STATIC, el, icon } from "./dom.js";
import { openSheet, toast } from "./overlays.js";

/** The middle of the drawn map, unless the page is told another one. Not any county's real place. */
const MIDDLE = { latitude: 30.25, longitude: 119.75 };
const SPAN = { latitude: 0.03, longitude: 0.046 };
const SPOTS = [
  { label: "幸福小区 3 号楼", x: 0.28, y: 0.36 },
  { label: "向阳路 18 号厂房", x: 0.73, y: 0.27 },
  { label: "实验小学门口", x: 0.56, y: 0.72 },
];

/** `done({latitude, longitude, label})` gets the chosen place. */
export function openPlaces(done, { title = "发位置", button = "发送位置" } = {}) {
  let chosen = null;
  const label = el("input", {
    class: "field",
    maxlength: 80,
    "aria-label": "地点名称",
    "data-testid": "place-label",
  });
  const pin = el("span", { class: "map__pin", "aria-hidden": "true" }, icon("place"));
  const where = el("p", { class: "map__where" });
  const map = el(
    "div",
    { class: "map", "data-testid": "place-map" },
    el("img", { src: `${STATIC}map.svg`, alt: "示意地图，点一下改变位置" }),
    pin,
  );

  const put = (place) => {
    chosen = place;
    label.value = place.label;
    where.textContent = `北纬 ${place.latitude.toFixed(5)}，东经 ${place.longitude.toFixed(5)}`;
    pin.hidden = place.x === undefined;
    if (!pin.hidden) {
      pin.style.left = `${place.x * 100}%`;
      pin.style.top = `${place.y * 100}%`;
    }
  };
  const onMap = (spot) => ({
    ...spot,
    latitude: MIDDLE.latitude + (0.5 - spot.y) * SPAN.latitude,
    longitude: MIDDLE.longitude + (spot.x - 0.5) * SPAN.longitude,
  });
  map.addEventListener("click", (event) => {
    const box = map.getBoundingClientRect();
    put(
      onMap({
        label: label.value,
        x: (event.clientX - box.left) / box.width,
        y: (event.clientY - box.top) / box.height,
      }),
    );
  });
  const here = () => {
    if (!navigator.geolocation) return toast("这台设备不能定位");
    return navigator.geolocation.getCurrentPosition(
      ({ coords }) => put({ label: "我的位置", latitude: coords.latitude, longitude: coords.longitude }),
      () => toast("没有拿到当前位置，在图上点一下也可以"),
      { timeout: 8000 },
    );
  };
  const send = () => {
    close();
    done({
      latitude: Number(chosen.latitude.toFixed(6)),
      longitude: Number(chosen.longitude.toFixed(6)),
      label: label.value.trim() || "我的位置",
    });
  };
  const close = openSheet({
    title,
    testid: "place-sheet",
    content: [
      map,
      el(
        "div",
        { class: "chips" },
        SPOTS.map((spot) =>
          el("button", { class: "chip", type: "button", on: { click: () => put(onMap(spot)) } }, spot.label),
        ),
        el("button", { class: "chip", type: "button", on: { click: here } }, "我现在的位置"),
      ),
      label,
      where,
      el(
        "button",
        {
          class: "weui-btn weui-btn_primary wide",
          type: "button",
          "data-testid": "place-send",
          on: { click: send },
        },
        button,
      ),
    ],
  });
  put(onMap(SPOTS[0]));
}

/** A place somebody sent, looked at closely. */
export function viewPlace({ latitude, longitude, label }) {
  openSheet({
    title: label,
    testid: "place-view",
    content: [
      el(
        "div",
        { class: "map map--still" },
        el("img", { src: `${STATIC}map.svg`, alt: "示意地图" }),
        el("span", { class: "map__pin map__pin--middle", "aria-hidden": "true" }, icon("place")),
      ),
      el(
        "p",
        { class: "map__where" },
        `北纬 ${latitude.toFixed(5)}，东经 ${longitude.toFixed(5)}（示意图，不是真地图）`,
      ),
    ],
  });
}
