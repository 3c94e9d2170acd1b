/** The user's files are not what the command can read: one line on stderr and exit status 1. */
export class DataFault extends Error {
  override readonly name: string = "DataFault";
}
