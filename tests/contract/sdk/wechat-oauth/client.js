// A visit of a page inside WeChat with wechat-oauth.
"use strict";
const OAuth = require("wechat-oauth");
const { APPID, SECRET, SIMULATOR, promised, take } = require("../shared/driving.js");

const oauth = new OAuth(APPID, SECRET);
const ask = oauth.request.bind(oauth);
// The hosts are fixed in its code; every request passes this one method.
oauth.request = (url, ...more) => ask(url.replace("https://api.weixin.qq.com", `${SIMULATOR}/api`), ...more);

async function main() {
  const address = oauth.getAuthorizeURL("http://site.test/back?x=1", "from-menu", "snsapi_userinfo");
  const page = await fetch(address.replace("https://open.weixin.qq.com", `${SIMULATOR}/open`), { redirect: "manual" });
  const visit = await take("visit", async () => page.headers.get("location"));
  const code = new URL(visit).searchParams.get("code");
  const token = await take("web token", async () => (await promised(oauth, "getAccessToken", code)).data);
  await take("who visits", () => promised(oauth, "getUser", { openid: token.openid }));
  await take("check web token", () => promised(oauth, "verifyToken", token.openid, token.access_token));
  await take("renew web token", async () => (await promised(oauth, "refreshAccessToken", token.refresh_token)).data);
  await take("code twice", () => promised(oauth, "getAccessToken", code));
}

main();
