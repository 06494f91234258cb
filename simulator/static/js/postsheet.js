/** The account's page lists what it published and what it sent to everybody; a tap opens the article. */
import { api } from "./api.js";
import { newsCard } from "./cards.js";
import { el } from "./dom.js";
import { openSheet, told } from "./overlays.js";
import { chatTime, toMillis, virtualClock } from "./times.js";

export async function openPosts(actions) {
  const list = el("div", { class: "posts" });
  await told(async () => {
    const posts = await api.posts();
    list.replaceChildren(
      ...(posts.length
        ? posts.map((post) => entry(post, actions))
        : [el("p", { class: "posts__none" }, "公众号还没有发过文章。")]),
    );
  });
  openSheet({ title: "公众号发过的文章", testid: "post-sheet", content: [list] });
}

function entry(post, actions) {
  const at = toMillis(post.at);
  return el(
    "section",
    { class: "posts__one" },
    el("time", { class: "timeline", datetime: new Date(at).toISOString() }, chatTime(at, virtualClock.now())),
    newsCard({ type: "mpnews", articles: post.articles }, { ...actions, grew: () => null }),
  );
}
