// The steps that wechat-api and co-wechat-api share; `call(method, …)` calls either, `tags` holds what they name
// or order differently.
"use strict";
const { OPENID, OTHER, file, isSame, take } = require("./driving.js");

const MENU = { button: [{ type: "click", name: "问安全", key: "ASK" }] };
const TEMPORARY = [
  ["image", "image.png"],
  ["voice", "voice.amr"],
  ["video", "video.mp4"],
  ["thumb", "thumb.jpg"],
];

module.exports = async function steps(api, call, tags) {
  await take("token", async () => (await call("getAccessToken")).accessToken);
  const ids = {};
  for (const [kind, name] of TEMPORARY) {
    ids[kind] = await take(`upload ${kind}`, async () => {
      const answer = await call("uploadMedia", file(name), kind);
      return answer.media_id || answer.thumb_media_id;
    });
  }
  await take("download", async () => isSame(await call("getMedia", ids.image), "image.png"));
  await take("article picture", async () => (await call("uploadImage", file("image.png"))).url);

  await take("send text", () => call("sendText", OPENID, "您好，“安问”收到了 <b>"));
  await take("send image", () => call("sendImage", OPENID, ids.image));
  await take("send voice", () => call("sendVoice", OPENID, ids.voice));
  await take("send video", () => call("sendVideo", OPENID, ids.video, ids.thumb));
  const music = { title: "歌", description: "说明", musicurl: "http://m", hqmusicurl: "http://h" };
  await take("send music", () => call("sendMusic", OPENID, { ...music, thumb_media_id: ids.thumb }));
  await take("send one too many", () => call("sendText", OPENID, "第六条"));
  const article = { title: "燃气", description: "说明", url: "http://u", picurl: "http://p" };
  await take("send news", () => call("sendNews", OTHER, [article]));
  await take("send to nobody", () => call("sendText", "oNobody", "在吗"));
  await take("send a lost picture", () => call("sendImage", OTHER, "lost"));

  await take("staff", async () => (await call("getCustomServiceList")).kf_list);
  await take("staff online", async () => (await call("getOnlineCustomServiceList")).kf_online_list);

  await take("create menu", () => call("createMenu", MENU));
  await take("read menu", () => call("getMenu"));
  await take("delete menu", () => call("removeMenu"));
  await take("read no menu", () => call("getMenu"));

  await take("followers", async () => (await call("getFollowers")).data.openid);
  await take("follower", () => call("getUser", OPENID));
  await take("several followers", async () => (await call("batchGetUsers", [OPENID, OTHER])).user_info_list);
  await take("remark", () => call("updateRemark", OPENID, "西门社区"));
  await take("no such follower", () => call("getUser", "oNobody"));

  const tag = (await take("create tag", async () => (await tags.create("网格员")).tag)).id;
  await take("tags", async () => (await call("getTags")).tags);
  await take("rename tag", () => tags.rename(tag, "志愿者"));
  await take("tag", () => tags.put(tag, [OPENID, OTHER]));
  await take("untag", () => tags.take(tag, [OTHER]));
  await take("tags of follower", async () => {
    const answer = await tags.of(OPENID);
    return answer.tagid_list.length === 1 && answer.tagid_list[0] === tag;
  });
  await take("followers of tag", async () => (await tags.followers(tag)).data.openid);
  await take("delete tag", () => call("deleteTag", tag));

  const code = await take("qr code", () => call("createLimitQRCode", "西门社区"));
  await take("qr picture", async () => {
    const answer = await fetch(api.showQRCodeURL(code.ticket));
    return Buffer.from(await answer.arrayBuffer()).subarray(1, 4).toString() === "PNG";
  });
  await take("jsapi ticket", async () => (await call("getTicket")).ticket);

  const kept = await take("keep picture", () => call("uploadMaterial", file("image.png"), "image"));
  const words = { title: "防溺水", introduction: "说明" };
  const film = await take("keep video", () => call("uploadVideoMaterial", file("video.mp4"), words));
  await take("kept picture", async () => isSame(await call("getMaterial", kept.media_id), "image.png"));
  await take("kept video", async () => {
    const answer = await call("getMaterial", film.media_id);
    return Buffer.isBuffer(answer) ? JSON.parse(answer) : answer;
  });
  await take("count kept", () => call("getMaterialCount"));
  await take("list kept", () => call("getMaterials", "image", 0, 20));
  await take("drop picture", () => call("removeMaterial", kept.media_id));
};
