/** Times as WeChat writes them. Everything is shown in the county's time, whatever the computer is set to. */

const ZONE = "Asia/Shanghai";
const clock = new Intl.DateTimeFormat("zh-CN", {
  timeZone: ZONE,
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const day = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE });
const weekday = new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, weekday: "long" });
const DAY_MS = 86_400_000;

/** Accept ISO text or epoch seconds; answer epoch milliseconds. */
export function toMillis(at) {
  if (typeof at === "number") return at > 1e11 ? at : at * 1000;
  const parsed = Date.parse(at);
  return Number.isNaN(parsed) ? Date.now() : parsed;
}

export const hourAndMinute = (millis) => clock.format(millis);

/** "10:30", "昨天 10:30", "星期三 10:30", "11月2日 10:30", with the year where it is another one. */
export function chatTime(millis, now) {
  const [date, today] = [day.format(millis), day.format(now)];
  if (date === today) return clock.format(millis);
  if (date === day.format(now - DAY_MS)) return `昨天 ${clock.format(millis)}`;
  if (millis < now && now - millis < 6 * DAY_MS) return `${weekday.format(millis)} ${clock.format(millis)}`;
  return `${monthAndDay(millis, date.slice(0, 4) !== today.slice(0, 4))} ${clock.format(millis)}`;
}

function monthAndDay(millis, withYear) {
  const [year, month, date] = day.format(millis).split("-").map(Number);
  return `${withYear ? `${year}年` : ""}${month}月${date}日`;
}

export const fullTime = (millis) =>
  `${monthAndDay(millis, true)} ${weekday.format(millis)} ${clock.format(millis)}`;

/** The simulator's clock between two looks at it: it runs with ours, shifted by what was advanced. */
export const virtualClock = {
  shift: 0,
  set(now) {
    this.shift = toMillis(now) - Date.now();
  },
  now() {
    return Date.now() + this.shift;
  },
};
