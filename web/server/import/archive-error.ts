/** What is wrong with an archive or a folder, in words for the person who has it. */
export class ArchiveError extends Error {
  override name = 'ArchiveError';
}
