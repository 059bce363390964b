/**
 * OTLP's `KeyValue`, the form of all attributes.
 * Source: opentelemetry/proto/common/v1/common.proto
 */
import type { ProtobufWriter } from './protobuf-writer.ts';

/** Fields of `KeyValue`, `AnyValue` and `ArrayValue`. */
export const keyField = 1;
export const valueField = 2;
export const anyValueFields = { text: 1, boolean: 2, number: 3, list: 5 };
const itemField = 1;

/** Numbers are whole and not negative. */
export type AttributeValue = string | number | boolean | readonly string[];

/** @param field of the message that holds the attribute */
export const writeAttribute = (to: ProtobufWriter, field: number, key: string, value: AttributeValue): void => {
  to.message(field, () => {
    to.text(keyField, key);
    to.message(valueField, () => writeValue(to, value));
  });
};

const writeValue = (to: ProtobufWriter, value: AttributeValue): void => {
  if (typeof value === 'string') to.text(anyValueFields.text, value);
  else if (typeof value === 'number') to.number(anyValueFields.number, value);
  else if (typeof value === 'boolean') to.number(anyValueFields.boolean, value ? 1 : 0);
  else
    to.message(anyValueFields.list, () => {
      for (const item of value) to.message(itemField, () => writeValue(to, item));
    });
};
