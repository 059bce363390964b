/** Titles and forms of address that stand before names; words between the parts of one; months and days, which are no names. */
import { wordList } from './word-list.ts';

export const titles = wordList(`
mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend fr father sister brother judge justice captain capt sgt lt col gen officer detective nurse coach senator president minister chancellor
herr herrn frau fräulein hr fr dipl ing mag monsieur madame mademoiselle m mme mlle me maître señor señora señorita sr sra srta don doña d dª signor signora signorina sig dott dott.ssa avv ing senhor senhora dona dr dra exmo exma doutor doutora
meneer mevrouw dhr mevr mw pan pani państwo fru fröken hr herra rouva kyrios bay bayan sri smt shri uncle aunt auntie
`);

export const nameParticles = wordList(`van von der den de da di do dos das del della delle la le les du des zu zum zur af av bin ibn al el ben ter ten te y e bint abu o st san santa mac mc`);

export const calendarWords = wordList(`
january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun
januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag janvier février mars avril juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche
mondays tuesdays wednesdays thursdays fridays saturdays sundays christmases montags dienstags mittwochs donnerstags freitags samstags sonntags
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles jueves viernes sábado domingo gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre lunedì martedì mercoledì giovedì venerdì sabato domenica
janeiro fevereiro março maio junho julho setembro outubro novembro dezembro maandag dinsdag woensdag donderdag vrijdag zaterdag zondag christmas easter ramadan diwali hanukkah weihnachten ostern noël pâques navidad natale natal
`);
