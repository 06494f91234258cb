// A bare webhook in secure mode that opens and seals with @wecom/crypto, the library of WeChat's own people.
"use strict";
const { decrypt, encrypt, getSignature } = require("@wecom/crypto");
const { AES_KEY, APPID, TOKEN, heard, serve } = require("../shared/driving.js");

const tag = (xml, name) => (xml.match(new RegExp(`<${name}>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</${name}>`)) || [])[1];

function answer(query, body) {
  const sealed = tag(body, "Encrypt");
  if (getSignature(TOKEN, query.timestamp, query.nonce, sealed) !== query.msg_signature) throw new Error("signature");
  const { message, id } = decrypt(AES_KEY, sealed);
  if (id !== APPID) throw new Error("appid");
  const names = ["MsgType", "Event", "EventKey", "Content", "MediaId", "Recognition", "Label", "Url", "FromUserName"];
  heard(Object.fromEntries(names.map((name) => [name, tag(message, name)])));
  const reply =
    `<xml><ToUserName>${tag(message, "FromUserName")}</ToUserName>` +
    `<FromUserName>${tag(message, "ToUserName")}</FromUserName><CreateTime>${query.timestamp}</CreateTime>` +
    "<MsgType>text</MsgType><Content><![CDATA[收到 <b>&“]]></Content></xml>";
  const encrypted = encrypt(AES_KEY, reply, APPID);
  const signature = getSignature(TOKEN, query.timestamp, query.nonce, encrypted);
  return (
    `<xml><Encrypt>${encrypted}</Encrypt><MsgSignature>${signature}</MsgSignature>` +
    `<TimeStamp>${query.timestamp}</TimeStamp><Nonce>${query.nonce}</Nonce></xml>`
  );
}

serve(async (request, response) => {
  const query = Object.fromEntries(new URL(request.url, "http://127.0.0.1").searchParams);
  const parts = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts).toString();
  if (body) response.end(answer(query, body));
  else response.end(getSignature(TOKEN, query.timestamp, query.nonce, "") === query.signature ? query.echostr : "");
});
