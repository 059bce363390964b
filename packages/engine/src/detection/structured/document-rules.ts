/** Passports, driving licences, dates of birth and medical numbers: forms that mean nothing without the words around them. */
import { digitAt, digitsOf, isDay } from '../checksums/digits.ts';
import { standingAlone, type PatternRule } from '../pattern-rule.ts';

const months =
  'jan(?:uary|uar|vier|eiro)?|feb(?:ruary|ruar|braio|rero)?|février|fev(?:ereiro)?|mar(?:ch|s|zo|ço|ca)?|märz|maart|apr(?:il|ile)?|avril|abr(?:il)?|ma[iy]|mayo|maio|maggio|mei|june?|juni|juin|junio|junho|giugno|july?|juli|juillet|julio|julho|luglio|aug(?:ust|ustus)?|août|ago(?:sto)?|sep(?:t(?:ember|iembre|embre)?|tembro)?|setembro|settembre|o[ck]t(?:ober|obre|ubre)?|outubro|ottobre|nov(?:ember|embre|iembre|embro)?|de[czs](?:ember|embre|iembre|embro)?|décembre|dicembre|diciembre|dezembro|enero|gennaio';

const isBirthday = (value: string): boolean => {
  const [one = 0, two = 0, three = 0] = value.match(/\d+/g)?.map(Number) ?? [];
  if (/\p{L}{3}/u.test(value) || /[年년]/.test(value)) return true;
  const plausibleYear = (year: number): boolean => year < 100 || (year >= 1900 && year <= 2030);
  if (one > 31) return plausibleYear(one) && isDay(three, two);
  return plausibleYear(three) && (isDay(one, two) || isDay(two, one));
};

/** Too little for a finding; enough where a person's name stands right before it. */
const birthdayByItself = 0.31;

const birthWords = [
  'birth', 'born', 'dob', 'd.o.b', 'b-day', 'bday', 'geboren', 'geburt', 'geb.', 'naissance', 'né le', 'née le', 'né(e)', 'nacimiento', 'nacid', 'fecha nac', 'nascita', 'nato', 'nata', 'nascimento', 'nascid', 'geboorte', 'urodz', 'ur.', 'född', 'født',
  'födelse', 'fødsel', 'syntym', 'narozen', 'născut', 'рожд', 'родил', '出生', '生年月日', '生日', '생년월일', 'doğum',
];

/** Passports of Germany and licences of some American states have few digits among their letters. */
const idLike = (value: string): boolean => (value.match(/\d/g)?.length ?? 0) >= 3;

/** ICAO Doc 9303: weights 7, 3, 1 over digits and letters. */
const passesMrzCheck = (value: string): boolean => {
  const number = value.slice(0, 9);
  const sum = number.split('').reduce((total, character, at) => total + (/\d/.test(character) ? Number(character) : character === '<' ? 0 : character.charCodeAt(0) - 55) * ([7, 3, 1][at % 3] ?? 0), 0);
  return sum % 10 === digitAt(value, 9);
};

/** First letter and shape of a UK licence: five of the surname, then birth date and initials. Source: DVLA, "Driving licence number". */
const isUkLicence = (value: string): boolean => {
  const digits = value.slice(5, 11);
  const month = Number(digits.slice(1, 3)) % 50;
  return isDay(Number(digits.slice(3, 5)), month);
};

export const documentRules: readonly PatternRule[] = [
  {
    type: 'date_of_birth',
    kind: 'date',
    pattern: new RegExp(
      String.raw`(?<![\w.-])(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}\. ?\d{1,2}\. ?\d{2,4}|\d{1,2}[-/]\d{1,2}[-/]\d{2,4}|\d{1,2}(?:st|nd|rd|th|er|º|\.)?(?: of| de| d')?[ -](?:${months})\.?,?(?: de| del)?[ -]\d{2,4}|(?:${months})\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4}[年년] ?\d{1,2}[月월] ?\d{1,2}[日일])(?!\w|[-/]\d)`,
      'gi',
    ),
    valid: isBirthday,
    score: birthdayByItself,
    words: birthWords,
    scoreWithWord: 0.93,
  },
  {
    type: 'passport',
    kind: 'passport number',
    pattern: standingAlone(String.raw`[A-Z]{1,3}[ -]?\d{5,9}[A-Z]?|\d{2}[A-Z]{2}\d{5}|\d{8,9}|\d{2} ?\d{7}|[CFGHJKLMNPRTVWXYZ0-9]{9}`),
    valid: idLike,
    score: 0.1,
    words: ['passport', 'reisepass', 'passeport', 'pasaporte', 'passaporto', 'passaporte', 'paspoort', 'paszport', 'pass no', 'pass-nr', 'passnummer', 'passi', 'pasu', 'паспорт', '护照', '旅券', 'パスポート', '여권', 'pasaport'],
    scoreWithWord: 0.9,
  },
  {
    type: 'passport',
    kind: 'machine-readable line of a passport',
    pattern: /(?<![A-Z0-9<])[A-Z0-9<]{9}\d[A-Z<]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{14}[0-9<]\d(?![A-Z0-9<])/g,
    valid: passesMrzCheck,
    proof: 'passes the check of ICAO 9303',
    score: 0.97,
    certain: true,
  },
  {
    type: 'driving_licence',
    kind: 'UK driving licence number',
    pattern: standingAlone(String.raw`[A-Z9]{5}\d{6}[A-Z9]{2}\d[A-Z]{2}(?: ?\d\d)?`),
    valid: isUkLicence,
    proof: 'holds a date of birth',
    score: 0.85,
    words: ['licence', 'license', 'driv', 'dvla'],
    scoreWithWord: 0.96,
  },
  {
    type: 'driving_licence',
    kind: 'driving licence number',
    pattern: standingAlone(String.raw`[A-Z]{1,3}[- ]?\d{2,8}(?:[- ]\d{1,8}){0,5}|\d{7,12}|\d{2,3}(?:[ -]\d{2,4}){2,4}|(?=[A-Z]{0,7}\d)[A-Z0-9]{7,16}`),
    valid: idLike,
    score: 0.1,
    words: [
      'driving licence', 'driving license', 'driver licence', 'driver license', "driver's licence", "driver's license", 'drivers license', 'drivers licence', 'driver’s license', 'driver’s licence', 'licence no', 'license no', 'licence number', 'license number', 'dl no', 'dl #', 'dl:', 'dln', 'führerschein', 'fahrerlaubnis',
      'permis de conduire', 'permiso de conducir', 'carnet de conducir', 'licencia de conducir', 'patente', 'carta de condução', 'cnh', 'rijbewijs', 'prawo jazdy', 'prawa jazdy', 'körkort', 'førerkort', 'kørekort', 'ajokort', '驾驶证', '運転免許', '운전면허',
    ],
    scoreWithWord: 0.88,
  },
  {
    type: 'medical_number',
    kind: 'medical record number',
    pattern: standingAlone(String.raw`(?:MRN|MR|P|PT|H|M|A|E|UR|NHI)?[-:]?\d{5,12}|[A-Z]{1,4}[-]?\d{4,12}|\d{2,4}(?:-\d{2,4}){1,3}|[A-HJ-NP-Z]{3}\d{4}`),
    valid: (value) => digitsOf(value).length >= 4,
    score: 0.1,
    words: [
      'mrn', 'medical record', 'patient id', 'patient no', 'patient number', 'patient #', 'chart no', 'chart number', 'chart #', 'hospital number', 'hospital no', 'hospital id', 'health record', 'health insurance number', 'health card', 'medicaid', 'member id', 'patientennummer', 'patienten-nr', 'patienten-id', 'fallnummer', 'aktenzeichen patient',
      'numéro de dossier', 'dossier médical', 'dossier patient', 'historia clínica', 'número de historia', 'nhc', 'cartella clinica', 'prontuário', 'patiëntnummer', 'dossiernummer', 'nhi number', 'nhi', 'ur number', 'insurance id', 'policy holder id', '病历号', '診察券', '病歴',
    ],
    scoreWithWord: 0.88,
  },
  {
    type: 'medical_number',
    kind: 'US Medicare beneficiary identifier',
    // Source: CMS, "Understanding the MBI": letters without S, L, O, I, B, Z at fixed places.
    pattern: standingAlone(String.raw`[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y]{2}\d\d`),
    score: 0.7,
    words: ['mbi', 'medicare', 'beneficiary'],
    scoreWithWord: 0.95,
  },
];
