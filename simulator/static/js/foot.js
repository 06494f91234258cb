/** The foot of the chat: either the account's menu or the line to type in, with the suggestions above. */
import { Composer, fillPlus } from "./composer.js";
import { byId } from "./dom.js";
import { openLinkForm, openPictures, openVideos, openVoice, takePicture } from "./mediasheets.js";
import { MenuBar } from "./menubar.js";
import { openNotices } from "./noticesheet.js";
import { openPlaces } from "./placesheet.js";
import { suggestions } from "./suggestions.js";
import { tapMenu } from "./taps.js";

export class Foot {
  /** `phone` as for the taps; `isFollowing()` says whether the citizen may write at all. */
  constructor(phone, isFollowing) {
    this.isFollowing = isFollowing;
    this.keyboard = false;
    const sayText = (text) => phone.say({ type: "text", content: text });
    this.menuBar = new MenuBar(byId("menu-row"), {
      toKeyboard: () => this.useKeyboard(true),
      tap: (button) => tapMenu(button, phone),
    });
    this.composer = new Composer(byId("composer-form"), byId("plus"), {
      send: sayText,
      toMenu: () => this.useKeyboard(false),
      voice: () => openVoice(phone.say),
      plus: () => this.chips.refresh(),
    });
    this.chips = suggestions(byId("suggestions"), {
      say: sayText,
      isWanted: () => isFollowing() && byId("plus").hidden,
      openid: phone.openid,
    });
    fillPlus(byId("plus"), plusItems(phone));
    byId("plus").addEventListener("click", () => this.composer.closePlus());
    byId("messages").addEventListener("click", () => this.composer.closePlus());
  }

  /** Another citizen: nothing half-typed is carried over. */
  clear() {
    this.composer.clear();
    this.composer.closePlus();
  }

  useKeyboard(wanted) {
    this.keyboard = wanted;
    this.show();
    if (wanted) this.composer.focus();
    else byId("menu-row").querySelector("button")?.focus({ preventScroll: true });
  }

  /** A menu published while somebody types does not take the line away from under their hands. */
  showMenu(menu) {
    if (!this.menuBar.show(menu)) return;
    this.keyboard ||= this.composer.isInUse;
    this.show();
  }

  show() {
    const menu = this.menuBar.exists && !this.keyboard;
    byId("bar").hidden = !this.isFollowing();
    byId("menu-row").hidden = !menu;
    byId("composer-form").hidden = menu;
    this.composer.setMenuToggle(this.menuBar.exists);
    if (menu) this.composer.closePlus();
    this.chips.refresh();
  }
}

const plusItems = ({ say, openid }) => [
  { label: "照片", symbol: "picture", testid: "plus-picture", run: () => openPictures(say) },
  { label: "拍摄", symbol: "camera", testid: "plus-camera", run: () => takePicture(say) },
  { label: "视频", symbol: "video", testid: "plus-video", run: () => openVideos(say) },
  {
    label: "位置",
    symbol: "place",
    testid: "plus-place",
    run: () => openPlaces((place) => say({ type: "location", scale: 16, ...place })),
  },
  { label: "语音", symbol: "mic", testid: "plus-voice", run: () => openVoice(say) },
  { label: "链接", symbol: "link", testid: "plus-link", run: () => openLinkForm(say) },
  { label: "通知", symbol: "bell", testid: "plus-notices", run: () => openNotices(openid()) },
];
