/** Who is there: the simulator's citizens, the three everybody starts with, and who has something unread. */
import { api } from "./api.js";
import { STARTERS, freshName } from "./people.js";

/** A load test may have made a hundred thousand people; the page shows the first ones and whoever it is. */
const SHOWN = 60;

export class Citizens {
  constructor() {
    this.all = [];
    this.seen = new Map();
    this.isCrowd = false;
  }

  find(openid) {
    return this.all.find((citizen) => citizen.openid === openid);
  }

  /** Ask again; `reading` is the openid whose chat is open, so everything in it counts as read. */
  async load(reading) {
    this.all = await this.#fetch(reading);
    if (!this.all.length) await this.#createStarters();
    for (const { openid, last_id: lastId = 0 } of this.all) {
      if (!this.seen.has(openid) || openid === reading) this.seen.set(openid, lastId);
    }
  }

  /** The seeds make them the same three people in every window that starts at the same moment. */
  async #createStarters() {
    for (const [index, name] of STARTERS.entries()) {
      await api.createCitizen({ seed: `phone-${index + 1}`, name, follow: false });
    }
    this.all = await this.#fetch("");
  }

  async #fetch(reading) {
    const people = await api.citizens(SHOWN + 1, reading);
    this.isCrowd = people.length > SHOWN;
    return people.filter((citizen, index) => index < SHOWN || citizen.openid === reading);
  }

  /** One more, with a name nobody has; answers the openid. */
  async add() {
    const { openid } = await api.createCitizen({ name: freshName(this.all), follow: false });
    await this.load(openid);
    return openid;
  }

  /** Openids of the others whose phones have got something since they were last open here. */
  unread(reading) {
    const waiting = this.all.filter(
      ({ openid, last_id: lastId = 0 }) => openid !== reading && lastId > this.seen.get(openid),
    );
    return new Set(waiting.map((citizen) => citizen.openid));
  }

  /** The world was reset: its row numbers may start again. */
  forget() {
    this.all = [];
    this.seen.clear();
  }
}
