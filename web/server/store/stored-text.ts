/**
 * A text as the store has it. The engine ends a text at its first NUL: that would cut a program's output short. A name
 * with half a character in it could not be asked for: no address can hold that.
 */
export function storedText(text: string): string {
  return text.replaceAll(/\0|\p{Surrogate}/gu, '\uFFFD');
}
