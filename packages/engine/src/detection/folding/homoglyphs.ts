/** Letters that look like Latin ones. Source: Unicode UTS #39, confusables, as far as letters of common fonts cannot be told apart. */
const pairs =
  'аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw ӏl ьb АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS ѴV ԌG αa οo ρp νv υu ιi κk χx εe τt ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ϲc ϳj ɑa ɡg ıi ⅼl ⅰi ｏo';

export const homoglyphs: ReadonlyMap<string, string> = new Map(pairs.split(' ').map((pair) => [pair.slice(0, 1), pair.slice(1)]));
