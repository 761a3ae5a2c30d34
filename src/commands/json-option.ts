import { Option } from 'commander';

export const jsonOption = () => new Option('--json', 'print JSON on standard output');
