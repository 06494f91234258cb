// A campaign through co-wechat-api, which knows no drafts: its articles are uploaded for the mass send.
"use strict";
const API = require("co-wechat-api");
const { APPID, SECRET, SIMULATOR, file } = require("../shared/driving.js");
const campaign = require("../shared/campaigning.js");

const api = new API(APPID, SECRET);
api.prefix = `${SIMULATOR}/api/cgi-bin/`;
api.fileServerPrefix = `${SIMULATOR}/api/cgi-bin/`;

campaign({
  createTag: async (name) => (await api.createTags(name)).tag,
  putTag: (tag, openids) => api.batchTagging(openids, tag),
  keepCover: () => api.uploadMaterial(file("image.png"), "image"),
  uploadNews: (articles) => api.uploadNews({ articles }),
  previewNews: (openid, mediaId) => api.previewNews(openid, mediaId),
  previewText: (openid, text) => api.previewText(openid, text),
  massNews: (mediaId, openids) => api.massSendNews(mediaId, openids),
  massText: (text, whom, clientId) => api.massSendText(text, whom, clientId),
  status: (id) => api.getMassMessageStatus(id),
  deleteMass: (id) => api.deleteMass(id),
});
