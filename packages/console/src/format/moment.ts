/** Points in time, shown in the reader's own time zone on a 24-hour clock; the exact UTC instant goes in a tooltip. */

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const minute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** `09:48:12.345` */
export const clockTime = (at: Date): string => clock.format(at);

/** Empty for today, else `21 Nov`, with the year when it is another one. */
export const dayIfNotToday = (at: Date, now: Date = new Date()): string => {
  if (at.toDateString() === now.toDateString()) return '';
  return (at.getFullYear() === now.getFullYear() ? day : dayAndYear).format(at);
};

/** `09:48:12`, where thousandths do not matter or there is no room. */
export const clockSeconds = (at: Date): string => clockTime(at).slice(0, 8);

/** `21 Nov 2026, 09:48` */
export const dateTime = (at: Date): string => `${dayAndYear.format(at)}, ${minute.format(at)}`;

/** `21 Nov 2026, 09:48:12.345` */
export const exactDateTime = (at: Date): string => `${dayAndYear.format(at)}, ${clock.format(at)}`;

/** `just now`, `5 min ago`, `3 h ago`, `2 days ago`; a date from a month on. Future instants read `in 5 min`. */
export const ago = (at: Date, now: Date = new Date()): string => {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1000);
  const distance = Math.abs(seconds);
  const said = (amount: number, unit: string): string => (seconds >= 0 ? `${amount} ${unit} ago` : `in ${amount} ${unit}`);
  if (distance < 45) return seconds >= 0 ? 'just now' : 'in a moment';
  if (distance < 90 * 60) return said(Math.max(1, Math.round(distance / 60)), 'min');
  if (distance < 36 * 3600) return said(Math.round(distance / 3600), 'h');
  if (distance < 30 * 86_400) return said(Math.round(distance / 86_400), 'days');
  return dayAndYear.format(at);
};
