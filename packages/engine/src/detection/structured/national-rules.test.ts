import { describe, expect, test } from 'vitest';
import { findSensitive } from '../find-sensitive.ts';

/**
 * Numbers from the issuers' own examples and from Wikipedia's articles on each number; belonging to nobody.
 * The sentence speaks of the number, so that only the check decides.
 */
const numbers: readonly [kind: string, type: string, before: string, value: string, flipped?: string][] = [
  ['US Social Security', 'national_id', 'SSN: ', '536-22-1234', '666-22-1234'],
  ['US individual taxpayer', 'tax_id', 'ITIN ', '912-70-1234', '912-66-1234'],
  ['US employer', 'tax_id', 'EIN ', '91-1144442', '00-1144442'],
  ['US DEA', 'medical_number', 'DEA ', 'F91234563', 'F91234564'],
  ['US National Provider', 'medical_number', 'NPI ', '1234567893'],
  ['UK National Insurance', 'national_id', 'NI number ', 'AB 12 34 56 C', 'BG 12 34 56 C'],
  ['UK NHS', 'medical_number', 'NHS no. ', '943 476 5919'],
  ['UK taxpayer', 'tax_id', 'UTR ', '1955839661'],
  ['UK VAT', 'tax_id', 'VAT ', 'GB 980 7806 84'],
  ['Irish PPS', 'national_id', 'PPS ', '6433435F', '6433435E'],
  ['German tax', 'tax_id', 'Steuer-ID ', '36574261809'],
  ['German VAT', 'tax_id', 'USt-IdNr. ', 'DE136695976'],
  ['German pension', 'national_id', 'Sozialversicherungsnummer ', '15070649C103'],
  ['German identity card', 'national_id', 'Personalausweis ', 'T220001293', 'T220001294'],
  ['German health', 'medical_number', 'Versichertennummer ', 'A123456780'],
  ['Austrian', 'national_id', 'SV-Nummer ', '1237 010180', '1238 010180'],
  ['Swiss', 'national_id', 'AHV ', '756.9217.0769.85'],
  ['French social security', 'national_id', 'NIR ', '2 55 08 14 168 025 38'],
  ['French tax', 'tax_id', 'numéro fiscal ', '3023217600053'],
  ['French company', 'tax_id', 'SIREN ', '552 008 443'],
  ['Belgian', 'national_id', 'rijksregisternummer ', '85.07.30-033.28'],
  ['Dutch citizen', 'national_id', 'BSN ', '111222333'],
  ['Spanish DNI', 'national_id', 'DNI ', '12345678Z', '12345678A'],
  ['Spanish NIE', 'national_id', 'NIE ', 'X1234567L', 'X1234567M'],
  ['Spanish company', 'tax_id', 'CIF ', 'A58818501'],
  ['Italian codice fiscale', 'national_id', 'codice fiscale ', 'RSSMRA85T10A562S', 'RSSMRA85T10A562T'],
  ['Italian VAT', 'tax_id', 'P.IVA ', '00743110157'],
  ['Portuguese', 'tax_id', 'NIF ', '501964843'],
  ['Greek', 'tax_id', 'AFM ', '094259216'],
  ['Turkish', 'national_id', 'TC kimlik ', '10000000146'],
  ['Swedish', 'national_id', 'personnummer ', '811218-9876'],
  ['Norwegian', 'national_id', 'fødselsnummer ', '15076500565'],
  ['Finnish', 'national_id', 'HETU ', '131052-308T', '131052-308U'],
  ['Danish', 'national_id', 'CPR ', '211062-5629'],
  ['Estonian', 'national_id', 'isikukood ', '37605030299'],
  ['Icelandic', 'national_id', 'kennitala ', '120174-3399', '120174-3389'],
  ['Polish PESEL', 'national_id', 'PESEL ', '44051401359'],
  ['Polish NIP', 'tax_id', 'NIP ', '8567346215'],
  ['Czech', 'national_id', 'rodné číslo ', '710319/2745'],
  ['Romanian', 'national_id', 'CNP ', '1630615123457'],
  ['Bulgarian', 'national_id', 'EGN ', '7523169263'],
  ['Croatian', 'tax_id', 'OIB ', '33392005961'],
  ['Hungarian', 'tax_id', 'adóazonosító ', '8071592153'],
  ['Russian SNILS', 'national_id', 'СНИЛС ', '112-233-445 95'],
  ['Russian INN', 'tax_id', 'ИНН ', '7707083893'],
  ['Ukrainian', 'tax_id', 'РНОКПП ', '1759013776'],
  ['Canadian', 'national_id', 'SIN: ', '046 454 286'],
  ['Mexican CURP', 'national_id', 'CURP ', 'BOXW310820HNERXN09'],
  ['Brazilian CPF', 'national_id', 'CPF ', '111.444.777-35'],
  ['Brazilian CNPJ', 'tax_id', 'CNPJ ', '11.222.333/0001-81'],
  ['Argentine', 'tax_id', 'CUIT ', '20-05536168-2'],
  ['Chilean', 'national_id', 'RUT ', '12.531.909-2'],
  ['Colombian', 'tax_id', 'NIT ', '213.123.432-1'],
  ['Aadhaar', 'national_id', 'Aadhaar ', '2341 2341 2346'],
  ['Indian PAN', 'tax_id', 'PAN ', 'ACUPA7085R', 'ACUXA7085R'],
  ['Chinese', 'national_id', '身份证 ', '11010519491231002X', '110105194912310021'],
  ['Taiwanese', 'national_id', '身分證 ', 'A123456789'],
  ['Hong Kong', 'national_id', 'HKID ', 'A123456(3)', 'A123456(4)'],
  ['My Number', 'national_id', 'マイナンバー ', '1234 5678 9018'],
  ['Singapore', 'national_id', 'NRIC ', 'S1234567D', 'S1234567E'],
  ['Thai', 'national_id', 'Thai citizen ID ', '1-2345-45678-78-1'],
  ['Israeli', 'national_id', 'teudat zehut ', '039337423'],
  ['South African', 'national_id', 'ID number ', '8001015009087'],
  ['Australian tax file', 'tax_id', 'TFN ', '123 456 782'],
  ['Australian business', 'tax_id', 'ABN ', '51 824 753 556'],
  ['Australian Medicare', 'medical_number', 'Medicare ', '2428 77813 2', '2428 77823 2'],
  ['New Zealand', 'tax_id', 'IRD ', '49-091-850'],
];

/** Another last digit. */
const flip = (value: string): string => value.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));

describe('A national or tax number', () => {
  test.each(numbers)('of the kind %s is found with its type, and its reason names the kind', (kind, type, before, value) => {
    const found = findSensitive(`${before}${value} as agreed.`).filter((finding) => finding.type === type);
    expect(found).toEqual([expect.objectContaining({ start: before.length, end: before.length + value.length, type })]);
    expect(found[0]?.why).toContain(kind.split(' ').at(-1));
  });

  test.each(numbers)('of the kind %s with another digit is not taken for one', (_kind, type, before, value, flipped) => {
    const wrong = flipped ?? flip(value);
    expect(findSensitive(`${before}${wrong} as agreed.`).filter((finding) => finding.type === type)).toEqual([]);
  });

  test('covers more than fifteen countries', () => {
    expect(new Set(numbers.map(([kind]) => kind.split(' ')[0])).size).toBeGreaterThan(30);
  });
});
