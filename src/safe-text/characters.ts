/** Characters that act on whatever shows them, or hide: one list for terminals, reports, and tables. */

/** Direction marks and overrides, zero-width characters, line separators, tags, fillers; C1 controls too. */
export const unseen =
  /[\u0080-\u009f\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]|\u034f|\u17b4|\u17b5|[\u{1bca0}-\u{1bca3}]|[\u{e0000}-\u{e0fff}]/gu;
/** What only joins, parts, or varies its neighbours, and makes a width differ between terminals. */
export const joining = /\u200d|[\ufe00-\ufe0f]|[\u180b-\u180d]|\u00ad/g;
/** More than two marks on one character climb into the lines around it. */
export const piledMarks = /(\p{M}{2})\p{M}+/gu;
/** Text of which nothing has to be looked at. */
export const plainText = /^[\x20-\x7e]*$/;
/** A character that shows something by itself: no space, mark, joiner, or blank of another script. */
export const seen = /[^\s\p{M}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]/u;
/** Spaces and line breaks alone: they are what they seem. */
export const white = /^[ \t-\r\u0085\u00a0\u2000-\u200a\u2028\u2029\u3000]*$/;
