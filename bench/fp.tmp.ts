import { globSync, readFileSync } from 'node:fs';
import { findSensitive } from '@plimsoll/engine/detection/find-sensitive';
const globs=process.argv.slice(2); const by=new Map<string,string[]>(); let kb=0;
for(const f of globSync(globs,{exclude:['**/node_modules/**','**/*-words*','**/names/**','**/detection/**']})){const t=readFileSync(f,'utf8').slice(0,60000);kb+=t.length/1024;for(const x of findSensitive(t)){const l=by.get(x.type)??[];l.push(t.slice(x.start,x.end).replaceAll('\n','/').slice(0,60)+'('+x.score+')');by.set(x.type,l);}}
console.log(Math.round(kb),'KB');for(const [k,v] of by)console.log(k,v.length,[...new Set(v)].slice(0,Number(process.env.N??30)).join(' | '));
