/**
 * What a model of one's own costs beside tokens: the time that a machine works on a request, and what goes over the wire. Local work is not
 * free; it is paid to another creditor.
 */
import { readDecimal } from '@plimsoll/contract/config/decimal';
import type { OwnPrice } from '@plimsoll/contract/config/own-price';
import type { PicoUsd } from '@plimsoll/contract/money';

export interface MachinePrice {
  readonly perSecondPicoUsd: PicoUsd;
  /** Of 1,000,000,000 bytes, to the model and from it. */
  readonly perGigabytePicoUsd: PicoUsd;
  /** No request takes longer. */
  readonly mostSeconds: number;
}

const picoDecimals = 12;
/** More than a token is in any language, with the frame of a stream's event around each. */
const bytesPerOutputToken = 512;
const bytesAroundReply = 65_536;

/** @returns null where neither time nor transfer has a price */
export const machinePriceOf = (price: OwnPrice | undefined, mostSeconds: number): MachinePrice | null =>
  price?.second === undefined && price?.gigabyte === undefined ? null : { perSecondPicoUsd: picoUsd(price.second), perGigabytePicoUsd: picoUsd(price.gigabyte), mostSeconds };

/** The schema has refused anything finer than a pico-dollar. */
const picoUsd = (text: string | undefined): PicoUsd => {
  const value = text === undefined ? null : readDecimal(text);
  return value === null ? 0n : value.digits * 10n ** BigInt(picoDecimals - value.decimals);
};

const upwards = (amount: bigint, unit: bigint): bigint => (amount + unit - 1n) / unit;

/** Rounded up to a whole pico-dollar. */
export const machineCost = ({ perSecondPicoUsd, perGigabytePicoUsd }: MachinePrice, elapsedUs: number, bytes: number): PicoUsd =>
  upwards(perSecondPicoUsd * BigInt(Math.max(0, Math.ceil(elapsedUs))), 1_000_000n) + upwards(perGigabytePicoUsd * BigInt(bytes), 1_000_000_000n);

/** No request that sends so much and may answer with so many tokens costs more. */
export const machineCostAtMost = (price: MachinePrice, sentBytes: number, outputTokens: number): PicoUsd =>
  machineCost(price, price.mostSeconds * 1_000_000, sentBytes + bytesAroundReply + outputTokens * bytesPerOutputToken);
