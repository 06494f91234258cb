/** The phone page: one window is one citizen's phone. Wires the parts together and keeps them up to date. */
import { api } from "./api.js";
import { ChatView } from "./chatview.js";
import { Citizens } from "./citizens.js";
import { Conversation } from "./conversation.js";
import { accountAvatar, byId } from "./dom.js";
import { Foot } from "./foot.js";
import { Inspector } from "./inspector.js";
import { ask, openActions, openSheet, told } from "./overlays.js";
import { citizenHash, newcomerButton, peopleColumn, peopleList, profileCard } from "./people.js";
import { openPosts } from "./postsheet.js";
import { openScan } from "./scansheet.js";
import { messageActions } from "./taps.js";
import { hourAndMinute, virtualClock } from "./times.js";

const POLL_MS = 400;
const POLL_HIDDEN_MS = 2000;
const POLL_OFFLINE_MS = 1500;
const LOOK_AROUND_MS = 3000;
const LOOK_AROUND_CROWD_MS = 30_000;
const TYPING_AFTER_MS = 300;
const DEFAULT_NAME = "县应急管理局（模拟）";

const state = { name: DEFAULT_NAME, openid: "", busy: false, offline: false, lookedAround: 0, drawn: "" };
const citizens = new Citizens();
let conversation = null;

const me = () => citizens.find(state.openid);
const isFollowing = () => Boolean(me()?.following);

const phone = {
  openid: () => state.openid,
  say: (message, extra) => conversation.say(message, extra),
  event: (message) => told(() => conversation.event(message)),
  retry: (sent) => conversation.retry(sent),
};
const taps = messageActions(phone);
const view = new ChatView({
  scroller: byId("messages"),
  list: byId("message-list"),
  pill: byId("newpill"),
  actions: taps,
  accountName: () => state.name,
});
const foot = new Foot(phone, isFollowing);
const inspector = new Inspector({ reset: resetWorld, moved: () => view.retime() });

const wanted = () => decodeURIComponent(location.hash.match(/c=([^&]+)/)?.[1] ?? "");

async function chooseFromHash() {
  if (!citizens.find(wanted())) await citizens.load(wanted());
  const citizen = citizens.find(wanted()) ?? citizens.all[0];
  if (citizen.openid !== wanted()) history.replaceState(null, "", citizenHash(citizen.openid));
  return openCitizen(citizen);
}

async function openCitizen(citizen) {
  state.openid = citizen.openid;
  foot.clear();
  view.open(citizen);
  const current =
    (draw) =>
    (...values) =>
      mine === conversation && draw(...values);
  const mine = new Conversation(citizen.openid, {
    row: current((row, sent) => view.row(row, sent)),
    sent: current((sent) => view.sent(sent)),
    busy: current(showBusy),
    delivery: current((result) => inspector.showDelivery(result)),
  });
  conversation = mine;
  showBusy(false);
  await citizens.load(state.openid);
  showPeople();
  await mine.poll();
  if (mine === conversation) view.ready();
}

/** Everything that names citizens; drawn again only when something in it changed, so that focus stays. */
function showPeople() {
  const citizen = me();
  if (!citizen) return;
  const unread = citizens.unread(state.openid);
  const drawn = JSON.stringify([
    citizens.all.map((one) => [one.openid, one.name, one.following]),
    state.openid,
    [...unread],
    state.name,
  ]);
  if (drawn !== state.drawn) {
    state.drawn = drawn;
    const [name, following] = [citizen.name, isFollowing()];
    byId("nav-citizen").textContent = `我是${name}`;
    document.title = `${unread.size ? `(${unread.size}) ` : ""}${name} · ${state.name}`;
    byId("unread").textContent = unread.size || "";
    byId("unread").hidden = !unread.size;
    byId("people-column").replaceChildren(
      ...peopleColumn({
        citizens: citizens.all,
        current: state.openid,
        unread,
        following,
        onAdd: addCitizen,
        onScan: scan,
        onUnfollow: unfollow,
      }),
    );
    byId("profile").replaceChildren(
      ...profileCard({
        name: state.name,
        picture: accountAvatar("avatar--big"),
        citizen,
        onFollow: () => follow(),
        onScan: scan,
      }),
    );
  }
  byId("profile").hidden = isFollowing();
  foot.show();
  showTitle();
}

let typingTimer = 0;

/** While its server is being asked the account "is typing", as WeChat shows it in the title; briefly is not worth it. */
function showBusy(busy) {
  clearTimeout(typingTimer);
  const settle = () => {
    state.busy = busy;
    showTitle();
  };
  if (busy) typingTimer = setTimeout(settle, TYPING_AFTER_MS);
  else settle();
}

function showTitle() {
  byId("account-name").textContent = state.busy || me()?.typing ? "对方正在输入…" : state.name;
}

async function addCitizen() {
  await told(async () => {
    location.hash = citizenHash(await citizens.add());
  });
}

/** The chat opens at once; a server that is slow to welcome must not hold the button. */
async function follow(scene) {
  me().following = true;
  foot.useKeyboard(false);
  showPeople();
  await told(() => (scene ? conversation.scan(scene) : conversation.follow()));
  await refreshPeople();
}

async function unfollow() {
  const sure = await ask({
    title: "不再关注此公众号？",
    text: "取消关注后，就收不到它的消息了。",
    yes: "不再关注",
    danger: true,
  });
  if (!sure) return;
  await told(() => conversation.unfollow());
  await refreshPeople();
}

function scan() {
  openScan((scene) => (isFollowing() ? told(() => conversation.scan(scene)) : follow(scene)));
}

async function refreshPeople() {
  await told(() => citizens.load(state.openid));
  showPeople();
}

function openPeopleSheet() {
  const close = openSheet({
    title: "换一位市民",
    testid: "citizen-sheet",
    variant: "sheet--people",
    content: [
      peopleList({
        citizens: citizens.all,
        current: state.openid,
        unread: citizens.unread(state.openid),
        onPick: () => close(),
      }),
      newcomerButton(() => {
        close();
        addCitizen();
      }),
    ],
  });
}

/** On a phone the inspector lies in a sheet; when that closes it goes back to its column. */
function openInspectorSheet() {
  openSheet({
    title: "时间与投递",
    testid: "inspector-sheet",
    content: inspector.node,
    onClose: () => byId("inspector-column").append(inspector.node),
  });
  told(() => inspector.refresh());
}

function openMore() {
  openActions([
    { label: "换一位市民", symbol: "people", testid: "action-citizens", run: openPeopleSheet },
    { label: "扫公众号的二维码", symbol: "scan", testid: "action-scan", run: scan },
    {
      label: "公众号发过的文章",
      symbol: "menu",
      testid: "action-posts",
      run: () => openPosts(taps),
    },
    {
      label: "时间与投递",
      note: "快进时间，看消息怎样送到",
      symbol: "clock",
      testid: "action-inspector",
      run: openInspectorSheet,
    },
    ...(isFollowing()
      ? [{ label: "取消关注", symbol: "leave", testid: "action-unfollow", danger: true, run: unfollow }]
      : []),
  ]);
}

async function resetWorld() {
  await api.reset();
  await reload();
}

/** Start over with what the simulator has now; its row numbers may count from one again. */
async function reload() {
  conversation = null;
  state.openid = "";
  state.drawn = "";
  citizens.forget();
  inspector.forget();
  virtualClock.set((await api.clock()).now);
  state.name = (await api.settings()).account_name || DEFAULT_NAME;
  foot.showMenu(await api.menu(state.openid));
  await chooseFromHash();
}

async function keepUp() {
  if (state.offline || !conversation) await reload();
  else await conversation.poll();
  const pause = citizens.isCrowd ? LOOK_AROUND_CROWD_MS : LOOK_AROUND_MS;
  if (Date.now() - state.lookedAround > pause) await lookAround();
  byId("statusbar-time").textContent = hourAndMinute(virtualClock.now());
  inspector.showTime();
}

/** What changes rarely: people, the published menu, the clock, the inspector's figures. */
async function lookAround() {
  state.lookedAround = Date.now();
  await citizens.load(state.openid);
  if (!me()) await chooseFromHash();
  foot.showMenu(await api.menu(state.openid));
  showPeople();
  await inspector.refresh();
  view.retime();
}

async function loop() {
  let wait = document.hidden ? POLL_HIDDEN_MS : POLL_MS;
  try {
    await keepUp();
    state.offline = false;
  } catch (error) {
    if (error.status === undefined) throw error;
    if (error.isOffline) state.offline = true;
    else conversation = null;
    wait = POLL_OFFLINE_MS;
  } finally {
    byId("offline").hidden = !state.offline;
    setTimeout(loop, wait);
  }
}

byId("switch").addEventListener("click", openPeopleSheet);
byId("more").addEventListener("click", openMore);
byId("inspector-column").append(inspector.node);
window.addEventListener("hashchange", () => told(chooseFromHash));
loop();
