/** Scanning one of the account's QR codes: three posters to tap, or any scene value typed in. */
import { el, icon } from "./dom.js";
import { openSheet, toast } from "./overlays.js";

const POSTERS = [
  { scene: "community", label: "社区宣传栏" },
  { scene: "school", label: "学校安全课" },
  { scene: "enterprise", label: "企业公示牌" },
];
const SCENE_CHARACTERS = 64;

/** `done(scene)` gets the scene value of the code that was scanned. */
export function openScan(done) {
  const scan = (scene) => {
    close();
    done(scene);
  };
  const input = el("input", {
    class: "field",
    maxlength: SCENE_CHARACTERS,
    placeholder: "或者填一个场景值",
    "aria-label": "场景值",
    "data-testid": "scan-scene",
  });
  const typed = (event) => {
    event.preventDefault();
    const scene = input.value.trim();
    if (scene) scan(scene);
    else toast("先填场景值，或者点上面的一张海报");
  };
  const close = openSheet({
    title: "扫公众号的二维码",
    testid: "scan-sheet",
    content: [
      el(
        "div",
        { class: "posters" },
        POSTERS.map((poster) =>
          el(
            "button",
            {
              class: "poster",
              type: "button",
              "data-testid": `poster-${poster.scene}`,
              on: { click: () => scan(poster.scene) },
            },
            el("span", { class: "poster__code" }, icon("scan")),
            poster.label,
          ),
        ),
      ),
      el(
        "form",
        { class: "inline", on: { submit: typed } },
        input,
        el(
          "button",
          { class: "weui-btn weui-btn_mini weui-btn_primary", type: "submit", "data-testid": "scan-send" },
          "扫一扫",
        ),
      ),
    ],
  });
}
