// A webhook on the middleware of the package wechat.
"use strict";
const wechat = require("wechat");
const { AES_KEY, APPID, TOKEN, heard, replyOf, serve } = require("../shared/driving.js");

const middleware = wechat({ token: TOKEN, appid: APPID, encodingAESKey: AES_KEY }, (request, response) => {
  const [kind, mediaId] = heard(request.weixin);
  if (kind === "transfer") response.transfer2CustomerService();
  else response.reply(replyOf(kind, mediaId));
});

serve((request, response) => {
  request.query = Object.fromEntries(new URL(request.url, "http://127.0.0.1").searchParams);
  middleware(request, response, (error) => response.destroy(error));
});
