// A webhook on the Koa middleware of the package co-wechat.
"use strict";
const Koa = require("koa");
const wechat = require("co-wechat");
const { AES_KEY, APPID, TOKEN, heard, replyOf, serve } = require("../shared/driving.js");

const app = new Koa();
app.use(
  wechat({ token: TOKEN, appid: APPID, encodingAESKey: AES_KEY }).middleware(async (message) => {
    const [kind, mediaId] = heard(message);
    return kind === "transfer" ? { type: "customerService" } : replyOf(kind, mediaId);
  }),
);

serve(app.callback());
