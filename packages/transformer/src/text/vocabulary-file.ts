import { refusal } from "@elbowjs/arguments";
import { readSafetensors, writeSafetensors } from "@elbowjs/safetensors";
import { Vocabulary } from "@elbowjs/sequence-data";

/** A model's file with its vocabularies in the metadata, so that the one file reads and writes text. */
export function withVocabularies(
  bytes: Uint8Array,
  vocabularies: Readonly<Record<string, Vocabulary>>,
): Uint8Array {
  const { tensors, metadata } = readSafetensors(bytes);
  const told = Object.fromEntries(
    Object.entries(vocabularies).map(([name, one]) => [name, JSON.stringify(one)]),
  );
  return writeSafetensors(tensors, { metadata: { ...metadata, ...told }, dtype: dtypeOf(bytes) });
}

/**
 * A vocabulary out of a file's metadata.
 *
 * @throws RangeError if there is none of that name.
 */
export function vocabularyIn(caller: string, bytes: Uint8Array, name: string): Vocabulary {
  const text = readSafetensors(bytes).metadata[name];
  if (text === undefined)
    throw refusal(
      new RangeError(
        `${caller}: expected a file with ${name} in its metadata, got one without; was it written by toSafetensors of this class?`,
      ),
    );
  return Vocabulary.fromJSON(JSON.parse(text));
}

/** What a file's tensors are kept in, as its header says. */
function dtypeOf(bytes: Uint8Array): "F32" | "F16" {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  return new TextDecoder().decode(bytes.subarray(8, 8 + length)).includes('"dtype":"F16"') ? "F16" : "F32";
}
