/** The phone page: one window is one citizen's phone. Wires the parts together and keeps them up to date. */
import { api } from "./api.js";
import { ChatView } from "./chatview.js";
import { Composer, fillPlus } from "./composer.js";
import { Conversation } from "./conversation.js";
import { accountAvatar, byId, el, icon } from "./dom.js";
import { Inspector } from "./inspector.js";
import { openLinkForm, openPictures, openVideos, openVoice, takePicture } from "./mediasheets.js";
import { MenuBar } from "./menubar.js";
import { ask, openActions, openSheet, toast } from "./overlays.js";
import { STARTERS, citizenHash, freshName, newcomerButton, peopleList, profileCard } from "./people.js";
import { openPlaces } from "./placesheet.js";
import { openScan } from "./scansheet.js";
import { suggestions } from "./suggestions.js";
import { messageActions, tapMenu } from "./taps.js";
import { hourAndMinute, virtualClock } from "./times.js";

const POLL_MS = 400;
const POLL_HIDDEN_MS = 2000;
const POLL_OFFLINE_MS = 1500;
const LOOK_AROUND_MS = 3000;
const TYPING_AFTER_MS = 300;
const DEFAULT_NAME = "县应急管理局（模拟）";

const state = { name: DEFAULT_NAME, citizens: [], openid: "", keyboard: false, offline: false, seen: new Map() };
let conversation = null;

const phone = {
  openid: () => state.openid,
  say: (message, extra) => conversation.say(message, extra),
  event: (message) => told(() => conversation.event(message)),
  retry: (sent) => conversation.retry(sent),
};

const view = new ChatView({
  scroller: byId("messages"),
  list: byId("message-list"),
  pill: byId("newpill"),
  actions: messageActions(phone),
  accountName: () => state.name,
});
const menuBar = new MenuBar(byId("menu-row"), {
  toKeyboard: () => useKeyboard(true),
  tap: (button) => tapMenu(button, phone),
});
const composer = new Composer(byId("composer-form"), byId("plus"), {
  send: (text) => phone.say({ type: "text", content: text }),
  toMenu: () => useKeyboard(false),
  voice: () => openVoice(phone.say),
  plus: () => chips.refresh(),
});
const chips = suggestions(byId("suggestions"), {
  say: (text) => phone.say({ type: "text", content: text }),
  isWanted: () => isFollowing() && byId("plus").hidden,
  openid: () => state.openid,
});
const inspector = new Inspector({ reset: resetWorld, moved: () => conversation?.poll().catch(() => 0) });

const me = () => state.citizens.find((citizen) => citizen.openid === state.openid);
const isFollowing = () => Boolean(me()?.following);

async function told(work) {
  try {
    return await work();
  } catch (error) {
    toast(error.message);
    return null;
  }
}

// ---- citizens

async function loadCitizens() {
  state.citizens = await api.citizens();
  if (!state.citizens.length) state.citizens = await createStarters();
  for (const { openid, last_id: lastId = 0 } of state.citizens) {
    if (!state.seen.has(openid) || openid === state.openid) state.seen.set(openid, lastId);
  }
}

/** The seed makes the three the same people in every window that starts at the same moment. */
async function createStarters() {
  for (const [index, name] of STARTERS.entries()) {
    await api.createCitizen({ seed: `phone-${index + 1}`, name, follow: false });
  }
  return api.citizens();
}

async function addCitizen() {
  await told(async () => {
    const { openid } = await api.createCitizen({ name: freshName(state.citizens), follow: false });
    await loadCitizens();
    location.hash = citizenHash(openid);
  });
}

function chooseFromHash() {
  const wanted = decodeURIComponent(location.hash.match(/c=([^&]+)/)?.[1] ?? "");
  const citizen = state.citizens.find((one) => one.openid === wanted) ?? state.citizens[0];
  if (citizen.openid !== wanted) history.replaceState(null, "", citizenHash(citizen.openid));
  return openCitizen(citizen);
}

async function openCitizen(citizen) {
  state.openid = citizen.openid;
  composer.clear();
  composer.closePlus();
  view.open(citizen);
  const mine = new Conversation(citizen.openid, {
    row: (row, sent) => mine === conversation && view.row(row, sent),
    sent: (sent) => mine === conversation && view.sent(sent),
    busy: (busy) => mine === conversation && showTyping(busy),
    delivery: (result) => mine === conversation && inspector.showDelivery(result),
  });
  conversation = mine;
  showTyping(false);
  showPeople();
  await mine.poll();
  if (mine === conversation) view.ready();
}

function showPeople() {
  const citizen = me();
  if (!citizen) return;
  const following = isFollowing();
  const unread = new Set(
    state.citizens.filter((one) => one.openid !== state.openid && (one.last_id ?? 0) > (state.seen.get(one.openid) ?? 0)).map((one) => one.openid),
  );
  const drawn = JSON.stringify([state.citizens.map((one) => [one.openid, one.name, one.following]), state.openid, [...unread], state.name]);
  if (drawn !== showPeople.drawn) {
    showPeople.drawn = drawn;
    byId("nav-citizen").textContent = `我是${citizen.name}`;
    document.title = `${unread.size ? `(${unread.size}) ` : ""}${citizen.name} · ${state.name}`;
    byId("unread").textContent = unread.size || "";
    byId("unread").hidden = !unread.size;
    byId("people-column").replaceChildren(
      el("h2", { class: "people__title" }, "市民"),
      peopleList({ citizens: state.citizens, current: state.openid, unread }),
      newcomerButton(addCitizen),
      el(
        "div",
        { class: "people__verbs" },
        el("button", { type: "button", "data-testid": "scan", on: { click: scan } }, icon("scan"), "扫二维码"),
        following && el("button", { type: "button", "data-testid": "unfollow", on: { click: unfollow } }, icon("leave"), "取消关注"),
      ),
    );
    byId("profile").replaceChildren(
      ...profileCard({ name: state.name, picture: accountAvatar("avatar--big"), citizen, onFollow: () => follow(), onScan: scan }),
    );
  }
  byId("profile").hidden = following;
  byId("bar").hidden = !following;
  showBar();
}

function openPeopleSheet() {
  const close = openSheet({
    title: "换一位市民",
    testid: "citizen-sheet",
    variant: "sheet--people",
    content: [
      peopleList({ citizens: state.citizens, current: state.openid, unread: new Set(), onPick: () => close() }),
      newcomerButton(() => {
        close();
        addCitizen();
      }),
    ],
  });
}

// ---- following

/** The chat opens at once; a server that is slow to welcome must not hold the button. */
async function follow(scene) {
  me().following = true;
  useKeyboard(false);
  showPeople();
  await told(() => (scene ? conversation.scan(scene) : conversation.follow()));
  await told(loadCitizens);
  showPeople();
}

async function unfollow() {
  const sure = await ask({ title: "不再关注此公众号？", text: "取消关注后，就收不到它的消息了。", yes: "不再关注", danger: true });
  if (!sure) return;
  await told(() => conversation.unfollow());
  await told(loadCitizens);
  showPeople();
}

function scan() {
  openScan((scene) => (isFollowing() ? told(() => conversation.scan(scene)) : follow(scene)));
}

// ---- the bar at the foot

function useKeyboard(wanted) {
  state.keyboard = wanted;
  showBar();
  if (wanted) composer.focus();
}

function showBar() {
  const menu = menuBar.exists && !state.keyboard;
  byId("menu-row").hidden = !menu;
  byId("composer-form").hidden = menu;
  composer.setMenuToggle(menuBar.exists);
  if (menu) composer.closePlus();
  chips.refresh();
}

let typingTimer = 0;

/** The account "is typing" while its server is being asked, as WeChat shows it in the title. */
function showTyping(busy) {
  clearTimeout(typingTimer);
  const title = (words) => (byId("account-name").textContent = words);
  if (busy) typingTimer = setTimeout(() => title("对方正在输入…"), TYPING_AFTER_MS);
  else title(state.name);
}

fillPlus(byId("plus"), [
  { label: "照片", symbol: "picture", testid: "plus-picture", run: () => openPictures(phone.say) },
  { label: "拍摄", symbol: "camera", testid: "plus-camera", run: () => takePicture(phone.say) },
  { label: "视频", symbol: "video", testid: "plus-video", run: () => openVideos(phone.say) },
  { label: "位置", symbol: "place", testid: "plus-place", run: () => openPlaces((place) => phone.say({ type: "location", scale: 16, ...place })) },
  { label: "语音", symbol: "mic", testid: "plus-voice", run: () => openVoice(phone.say) },
  { label: "链接", symbol: "link", testid: "plus-link", run: () => openLinkForm(phone.say) },
]);

byId("switch").addEventListener("click", openPeopleSheet);
byId("messages").addEventListener("click", () => composer.closePlus());
byId("more").addEventListener("click", () =>
  openActions([
    { label: "换一位市民", symbol: "people", testid: "action-citizens", run: openPeopleSheet },
    { label: "扫公众号的二维码", symbol: "scan", testid: "action-scan", run: scan },
    { label: "时间与投递", note: "快进时间，看消息怎样送到", symbol: "clock", testid: "action-inspector", run: openInspectorSheet },
    ...(isFollowing() ? [{ label: "取消关注", symbol: "leave", testid: "action-unfollow", danger: true, run: unfollow }] : []),
  ]),
);

/** On a phone the inspector lies in a sheet; on a desk it goes back to its column when the sheet closes. */
function openInspectorSheet() {
  openSheet({
    title: "时间与投递",
    testid: "inspector-sheet",
    content: inspector.node,
    onClose: () => byId("desk-column").append(inspector.node),
  });
  told(() => inspector.refresh());
}

/** With a real keyboard, typing anywhere starts a message. */
document.addEventListener("keydown", (event) => {
  const typing = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== " ";
  const onPage = event.target === document.body || event.target === byId("messages");
  if (typing && onPage && isFollowing() && !byId("screen").inert) useKeyboard(true);
});

// ---- keeping up to date

async function resetWorld() {
  await api.reset();
  await reload();
}

/** Start over with what the simulator has now; its row numbers may count from one again. */
async function reload() {
  conversation = null;
  state.seen.clear();
  state.openid = "";
  showPeople.drawn = "";
  inspector.forget();
  virtualClock.set((await api.clock()).now);
  state.name = (await api.settings()).account_name || DEFAULT_NAME;
  menuBar.show(await api.menu());
  await loadCitizens();
  await chooseFromHash();
}

let lookedAround = 0;

async function keepUp() {
  if (state.offline || !conversation) await reload();
  else await conversation.poll();
  if (Date.now() - lookedAround > LOOK_AROUND_MS) {
    lookedAround = Date.now();
    await loadCitizens();
    if (!me()) await chooseFromHash();
    if (menuBar.show(await api.menu())) showBar();
    showPeople();
    await inspector.refresh();
  }
  byId("statusbar-time").textContent = hourAndMinute(virtualClock.now());
  inspector.showTime();
}

async function loop() {
  let wait = document.hidden ? POLL_HIDDEN_MS : POLL_MS;
  try {
    await keepUp();
    state.offline = false;
  } catch (error) {
    if (error.status === undefined) throw error;
    state.offline ||= error.isOffline;
    if (error.status === 404) conversation = null;
    wait = POLL_OFFLINE_MS;
  } finally {
    byId("offline").hidden = !state.offline;
    setTimeout(loop, wait);
  }
}

byId("desk-column").append(inspector.node);
window.addEventListener("hashchange", () => told(chooseFromHash));
loop();
