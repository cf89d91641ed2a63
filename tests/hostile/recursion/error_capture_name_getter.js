// outcome: timeout
Object.defineProperty([].map,'name',{get(){ throw new Error('again') }}); [1].map(()=>{ throw new Error('y') });
