// The steps of a campaign that the Node clients share, as in campaigning.py. `calls` holds what an SDK can do, by the
// names used here; what it lacks is left out and not reported.
"use strict";
const { setTimeout: pause } = require("node:timers/promises");
const { OPENID, OTHER, WXNAME, take } = require("./driving.js");

const ARTICLE = { title: "用电安全", author: "应急局", digest: "摘要", content: "<p>出门拔插头。</p>" };
const TRIES = 200;

/** Asks again and again until it is over, as an account polls. */
async function until(call, isOver) {
  let answer = await call();
  for (let tries = 0; tries < TRIES && !isOver(answer); tries += 1) {
    await pause(20);
    answer = await call();
  }
  return answer;
}

module.exports = async function campaign(calls) {
  const step = (name, call, ...values) => (calls[call] ? take(name, () => calls[call](...values)) : null);
  const status = (name, id) =>
    take(name, () => until(() => calls.status(id), (answer) => answer.msg_status !== "SENDING"));

  const tag = (await step("campaign tag", "createTag", "网格员")).id;
  await step("campaign tagged", "putTag", tag, [OPENID, OTHER]);
  const cover = (await step("cover", "keepCover")).media_id;
  const article = { ...ARTICLE, thumb_media_id: cover };
  const draft = await step("draft", "addDraft", [article]);
  if (draft) {
    await step("draft read", "getDraft", draft.media_id);
    await step("draft changed", "changeDraft", draft.media_id, 0, { ...article, title: "用电安全（改）" });
    await step("drafts", "listDrafts", 0, 20);
    await step("draft count", "countDrafts");
  }
  const news = draft || (await step("uploaded news", "uploadNews", [article]));
  await step("preview", "previewNews", OPENID, news.media_id);
  await step("preview a text", "previewText", OPENID, "预览");
  await step("preview by name", "previewByName", WXNAME, "预览");
  let sent = await step("mass news", "massNews", news.media_id, [OPENID, OTHER]);
  await status("mass news sent", sent.msg_id);
  await step("mass news deleted", "deleteMass", sent.msg_id);
  await status("mass news gone", sent.msg_id);
  sent = await step("mass text", "massText", "通知", [OPENID, OTHER], "camp-1");
  await step("mass text again", "massText", "通知", [OPENID, OTHER], "camp-1");
  await status("mass text sent", sent.msg_id);
  await step("mass to one", "massText", "通知", [OPENID], "camp-2");
  await step("mass to a tag", "massText", "通知", tag, "camp-3");
  await step("mass to all", "massText", "通知", true, "camp-4");
  await step("no such mass", "status", 7);
  await step("speed set", "setSpeed", 4);
  await step("speed", "speed");

  const another = await step("another draft", "addDraft", [article]);
  if (!another) return;
  const task = await step("publish", "publish", another.media_id);
  const done = await take("published", () =>
    until(() => calls.publication(task.publish_id), (answer) => answer.publish_status !== 1),
  );
  await step("article", "getArticle", done.article_id);
  await step("publications", "listPublications", 0, 20);
  await step("unpublish", "deleteArticle", done.article_id);
  await step("draft gone", "getDraft", another.media_id);
};
