export declare const libraries: Readonly<Record<string, string>>;
export declare function libraryFile(name: string): string;
