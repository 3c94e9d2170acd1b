import type { PublishedFile, PublishedSet } from "@elbowjs/verified-files";

/** A file of a repository at one commit: jsDelivr serves it to pages of any origin, GitHub behind it. */
function file(
  name: string,
  [repository, commit, path]: readonly [repository: string, commit: string, path: string],
  bytes: number,
  sha256: string,
): PublishedFile {
  const urls = [
    `https://cdn.jsdelivr.net/gh/${repository}@${commit}/${path}`,
    `https://raw.githubusercontent.com/${repository}/${commit}/${path}`,
  ];
  return { name, urls, bytes, sha256 };
}

function set(name: string, files: readonly PublishedFile[]): PublishedSet {
  const remedy = `pass { dataDir } with a folder that holds ${files.map((one) => one.name).join(", ")}, or use a set made by code`;
  return { name, keeper: "sequence-data", files, remedy };
}

/** 32,033 first names of the United States' social security administration, public domain. */
export const namesSet: PublishedSet = set("text", [
  file(
    "names.txt",
    ["karpathy/makemore", "988aa59e4d8fefa526d06f3b453ad116258398d4", "names.txt"],
    228_145,
    "0a30b5557f192f32ab962680889aac5f6fda0f4cecf40a6d0b5694f58ea8cc4d",
  ),
]);

/** 1,115,394 characters of Shakespeare's plays, public domain. */
export const tinyShakespeareSet: PublishedSet = set("text", [
  file(
    "tiny-shakespeare.txt",
    ["karpathy/char-rnn", "6f9487a6fe5b420b7ca9afb0d7c078e37c1d1b4e", "data/tinyshakespeare/input.txt"],
    1_115_394,
    "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
  ),
]);

const google = (part: string, bytes: number, sha256: string): PublishedFile =>
  file(
    `google-ar2en-${part}.tsv`,
    ["google/transliteration", "b2265a6494f4db49458fd79d586287f1fbbcf2f4", `ar2en-${part}.txt`],
    bytes,
    sha256,
  );

/** 12,877, 1,431 and 1,590 names mined from Wikipedia, Apache-2.0. Training, validation, test. */
export const googleSet: PublishedSet = set("transliteration", [
  google("train", 269_105, "06062d35810ca5c106efc2fe8f64319910d99c05a53794b606ec20885bbab7bd"),
  google("eval", 29_818, "c17a8c1262b895d5016a96ab956b505512e9fa22ea245fbd356027c0f7105f25"),
  google("test", 33_495, "2eb234e4d0848ca426649c792e176138cc1e8606902f627a91f4b2f1014d0dfa"),
]);

const wikidata = (part: string, path: string, bytes: number, sha256: string): PublishedFile =>
  file(
    `wikidata-arabic-${part}.tsv`,
    ["steveash/NETransliteration-COLING2018", "5d5f59e561ecea45a6d3602121e1049baa7a76c3", `data/${path}`],
    bytes,
    sha256,
  );

/** 41,584, 10,395 and 12,994 names of Wikidata, CC0 1.0. Training, validation, test. */
export const wikidataSet: PublishedSet = set("transliteration", [
  wikidata(
    "train",
    "wd_arabic_64",
    1_143_633,
    "28b29365f362c4a210aeddcb8bd7cecadf6bf6306eeb923c1f64cb26d2e54d61",
  ),
  wikidata(
    "eval",
    "wd_arabic_16",
    286_540,
    "a6882d99c4caa116517254a5806d39953c598d3d324d73b9eac1aaf9638d61d6",
  ),
  wikidata(
    "test",
    "wd_arabic_20",
    358_313,
    "e4f569b35b034fe2eca5368d76afa750e83c9a8038ab9c6efd9290aa39f6fc8f",
  ),
]);
